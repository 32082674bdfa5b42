using System.Diagnostics;
using System.Globalization;
using Messaging.Testing;

namespace Messaging.Stores.PostgreSql.Tests;

/// <summary>A server of the test's own, which it may stop.</summary>
internal sealed class PrivatePostgres : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("messaging-postgres-");
    private readonly int port;

    private PrivatePostgres(int port) => this.port = port;

    public Uri Address => new($"postgres://app:app@127.0.0.1:{port}/messaging");

    public static async Task<PrivatePostgres> Start()
    {
        var freePort = await Output("free-port.sh");
        var server = new PrivatePostgres(int.Parse(freePort, CultureInfo.InvariantCulture));
        await server.Run("start");
        return server;
    }

    /// <summary>start, stop or kill.</summary>
    public Task Run(string command) =>
        Output("postgres.sh", command, folder.FullName, port.ToString(CultureInfo.InvariantCulture));

    public async ValueTask DisposeAsync()
    {
        await Run("kill");
        folder.Delete(recursive: true);
    }

    private static async Task<string> Output(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(TestServers.Scripts, script), arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, $"{script} {string.Join(' ', arguments)}: {await errors}");

        return (await output).Trim();
    }
}
