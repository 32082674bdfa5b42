using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Messaging.Benchmarks;

/// <summary>A private Redis that keeps an append-only file, synchronized every second: what BullMQ recommends.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("benchmark-");
    private readonly Process process;

    private RedisServer(string port)
    {
        Port = port;
        process = Process.Start(
            new ProcessStartInfo(
                "redis-server",
                ["--bind", "127.0.0.1", "--port", port, "--dir", folder.FullName, "--appendonly", "yes", "--save", ""])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            })!;
        // What it logs is read, so that it never waits for that, and of no interest.
        process.BeginOutputReadLine();
    }

    /// <summary>Port that it listens on.</summary>
    public string Port { get; }

    /// <summary>Starts one, and waits until it listens.</summary>
    public static async Task<RedisServer> Start(CancellationToken cancellationToken)
    {
        var server = new RedisServer((await ServerScript.Run(["free-port.sh"], cancellationToken)).Trim());
        try
        {
            await server.Listens(cancellationToken);
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
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task Listens(CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(
                    IPAddress.Loopback, int.Parse(Port, CultureInfo.InvariantCulture), cancellationToken);
                return;
            }
            catch (SocketException exception)
                when (process.HasExited || Stopwatch.GetElapsedTime(began) > Longest)
            {
                throw new BenchmarkFailedException(
                    $"redis-server does not listen on port {Port}: {exception.Message}", exception);
            }
            catch (SocketException)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }
}
