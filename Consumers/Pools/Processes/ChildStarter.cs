using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Messaging.Consumers;

/// <summary>
/// Starts child processes.
/// <list type="number">
/// <item>A socket is opened whose path only this user may connect to, and the program is started with that path in its
/// environment.</item>
/// <item>The child connects when its host starts; the path is then removed. Nobody else inherits a socket, as they
/// would pipes, so each side learns of the other's death at once.</item>
/// <item>The child is ready when it says so.</item>
/// </list>
/// </summary>
internal sealed class ChildStarter(ChildProgram program, TimeProvider clock, ILogger<ChildStarter> logger)
    : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    /// <summary>More at a time would only slow each other down, and all else.</summary>
    private readonly SemaphoreSlim atOnce = new(Environment.ProcessorCount);

    /// <summary>Starts one and waits until it is ready.</summary>
    /// <exception cref="ChildStartException">It did not start.</exception>
    public async Task<ChildProcess> Start(CancellationToken cancellationToken)
    {
        await atOnce.WaitAsync(cancellationToken);
        try
        {
            return await StartOne(cancellationToken);
        }
        finally
        {
            atOnce.Release();
        }
    }

    public void Dispose() => atOnce.Dispose();

    private async Task<ChildProcess> StartOne(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var path = Path.Combine(Path.GetTempPath(), $"messaging-{Guid.NewGuid().ToString("N")[..16]}");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using var deadline = new CancellationTokenSource(StartTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            listener.Listen(1);
            var child = await Connect(Launch(path), listener, either.Token);
            PoolLog.ChildStarted(logger, child.Id, (long)clock.GetElapsedTime(started).TotalMilliseconds);
            return child;
        }
        catch (Exception exception) when (exception
            is SocketException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new ChildStartException(
                $"The socket {path} for it cannot be opened: {exception.Message} Let the folder for temporary files be "
                + "one that can be written to and whose path is shorter than 80 characters.",
                exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ChildStartException(
                $"'{program.FileName}' was started and has not begun to run its host within {StartTimeout}. Let the "
                + "program come to IHost.Start with the arguments that it was started with.",
                exception);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private Process Launch(string path)
    {
        var process = new Process { StartInfo = program.StartInfo(path), EnableRaisingEvents = true };
        try
        {
            process.Start();
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            process.Dispose();
            throw new ChildStartException(
                $"'{program.FileName}' cannot be started: {exception.Message} Check that it is there and may be "
                + "executed.",
                exception);
        }

        process.StandardInput.Close();
        return process;
    }

    private async Task<ChildProcess> Connect(Process process, Socket listener, CancellationToken cancellationToken)
    {
        var ending = new ChildEnding(process);
        try
        {
            using var gaveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var accepting = listener.AcceptAsync(gaveUp.Token).AsTask();
            if (await Task.WhenAny(accepting, ending.Exited) != accepting)
            {
                await gaveUp.CancelAsync();
                throw await NotStarted(ending);
            }

            var frames = new FrameStream(await accepting);
            if (await frames.Read().WaitAsync(cancellationToken) is not { Kind: FrameKind.Ready })
                throw await NotStarted(ending);

            return new ChildProcess(process, ending, frames);
        }
        catch
        {
            ending.Kill();
            throw;
        }
    }

    private async Task<ChildStartException> NotStarted(ChildEnding ending) => new(
        $"'{program.FileName} {string.Join(' ', program.Arguments)}' was started and ended at once: "
        + $"{await ending.Describe()} Let the program come to IHost.Start with AddMessaging in it.");
}
