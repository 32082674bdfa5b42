using System.Globalization;

namespace Messaging.Benchmarks;

/// <summary>A server that a script in tests/servers starts, with its data in a temporary folder.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly DirectoryInfo folder;
    private readonly string script;

    private Server(string script, DirectoryInfo folder, int port)
    {
        this.script = script;
        this.folder = folder;
        Port = port;
    }

    /// <summary>Port that it listens on.</summary>
    public int Port { get; }

    /// <summary>The process that the server's other processes come from.</summary>
    public int ProcessId => int.Parse(
        File.ReadLines(Path.Combine(folder.FullName, script == "postgres.sh" ? "data/postmaster.pid" : "pid")).First(),
        CultureInfo.InvariantCulture);

    /// <summary>Starts one.</summary>
    public static async Task<Server> Start(string script, CancellationToken cancellationToken)
    {
        var port = int.Parse(
            await ServerScript.Run(["free-port.sh"], cancellationToken), CultureInfo.InvariantCulture);
        var server = new Server(script, Directory.CreateTempSubdirectory("benchmark-"), port);
        try
        {
            // The user that a server runs as has to get through to its data.
            if (!OperatingSystem.IsWindows())
                server.folder.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
            await ServerScript.Run([script, "start", server.folder.FullName, $"{port}"], cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Nobody needs its data any more.
        await ServerScript.Run([script, "kill", folder.FullName], CancellationToken.None);
        folder.Delete(recursive: true);
    }
}
