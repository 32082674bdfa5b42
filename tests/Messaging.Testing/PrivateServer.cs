using System.Diagnostics;
using System.Globalization;

namespace Messaging.Testing;

/// <summary>Servers of a test's own, by the scripts in tests/servers; for tests that stop and kill them.</summary>
public sealed class PrivateServer : IAsyncDisposable
{
    private readonly DirectoryInfo folder;
    private readonly string script;

    private readonly string[] options;

    private PrivateServer(string script, int port, string[] options)
    {
        this.script = script;
        folder = Directory.CreateDirectory(Path.Combine(
            TestServers.PrivateFolder, $"{Path.GetFileNameWithoutExtension(script)}-{Guid.NewGuid():N}"));
        this.options = options;
        Port = port;
    }

    /// <summary>Port that it listens on, now and after a restart.</summary>
    public int Port { get; }

    /// <summary>Starts a server.</summary>
    /// <param name="script"><c>rabbitmq.sh</c>, <c>postgres.sh</c> or <c>redis.sh</c>.</param>
    /// <param name="options">What else the script is told at each start.</param>
    public static async Task<PrivateServer> Start(string script, params string[] options)
    {
        var server = new PrivateServer(script, await FreePort(), options);
        await server.Start();
        return server;
    }

    /// <summary>A port that nobody listens on, and that is given to nobody else.</summary>
    public static async Task<int> FreePort()
    {
        while (true)
        {
            var port = int.Parse(await Run("free-port.sh"), CultureInfo.InvariantCulture);
            if (PortLease.TryTake(port))
                return port;
        }
    }

    /// <summary>Starts it again, with its data.</summary>
    public Task Start() => Run(script, ["start", folder.FullName, $"{Port}", .. options]);

    /// <summary>Stops it in order.</summary>
    public Task Stop() => Run(script, "stop", folder.FullName);

    /// <summary>Kills it.</summary>
    public Task Kill() => Run(script, "kill", folder.FullName);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Kill();
        folder.Delete(recursive: true);
    }

    private static async Task<string> Run(string script, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(
            Path.Combine(TestServers.Scripts, script), arguments)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, $"{script} {string.Join(' ', arguments)}: {await errors}");

        return await output;
    }
}
