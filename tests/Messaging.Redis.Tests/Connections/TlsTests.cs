using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Messaging.Testing;

namespace Messaging.Redis.Tests.Connections;

/// <summary>A server with a certificate of an authority that only the test knows.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TlsTests
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("certificates");
    private PrivateServer redis = null!;
    private int port;

    [SetUp]
    public async Task StartServer()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        await File.WriteAllTextAsync(CertificateFile, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(KeyFile, key.ExportPkcs8PrivateKeyPem());
        port = await PrivateServer.FreePort();
        redis = await PrivateServer.Start(
            "redis.sh",
            ["--tls-port", $"{port}", "--tls-cert-file", CertificateFile, "--tls-key-file", KeyFile,
                "--tls-auth-clients", "no"]);
    }

    [TearDown]
    public async Task StopServer()
    {
        await redis.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private string CertificateFile => Path.Combine(folder.FullName, "certificate.pem");

    private string KeyFile => Path.Combine(folder.FullName, "key.pem");

    [Test]
    public async Task Messages_go_over_tls_if_the_certificate_is_trusted_and_for_the_host()
    {
        // With the patience of minutes: two connections are made, each with a handshake.
        await using var broker = TestRedis.Open(
            $"rediss://localhost:{port}?ca={CertificateFile}", time: new ScaledTime(0.05));
        var body = new string('x', 256_000);

        await broker.Send([TestRedis.Message("queue", body)], default);

        Assert.That((await broker.Receive("queue", 1, default)).Select(TestRedis.Text), Is.EqualTo(new[] { body }));
        Assert.That(await FindFault($"rediss://localhost:{port}?ca={CertificateFile}"), Is.Null);

        Assert.That(await FindFault($"rediss://localhost:{port}"), Does.Contain("no TLS").And.Contain("ca=file"));
        Assert.That(
            await FindFault($"rediss://127.0.0.1:{port}?ca={CertificateFile}"), Does.Contain("valid for the host"));
        Assert.That(await FindFault($"redis://localhost:{port}"), Does.Contain("rediss:// if it wants TLS"));
    }

    private static Task<string?> FindFault(string address) => TestRedis.FindFault(address);
}
