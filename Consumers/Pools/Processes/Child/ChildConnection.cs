using System.Diagnostics;
using System.Net.Sockets;

namespace Messaging.Consumers;

/// <summary>
/// The connection of a child process to its worker. It is read on a thread of its own, so that the child hears its
/// worker, and learns of its death, whatever its tasks do to the thread pool.
/// </summary>
internal sealed class ChildConnection : IDisposable
{
    private FrameStream? frames;

    /// <summary>Connects and listens.</summary>
    /// <param name="socket">Path of the worker's socket.</param>
    /// <param name="handle">Takes what the worker says.</param>
    /// <param name="closed">Called when the worker is gone or needs this child no more.</param>
    public void Open(string socket, Action<Frame> handle, Action closed)
    {
        var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(socket));
        frames = new FrameStream(client);
        new Thread(() => Listen(frames, handle, closed)) { IsBackground = true, Name = "messaging-parent" }.Start();
    }

    /// <summary>Tells the worker something.</summary>
    public async Task Tell<T>(FrameKind kind, T content)
    {
        try
        {
            await (frames ?? throw new UnreachableException()).Write(kind, content);
        }
        catch (IOException)
        {
            // The worker is gone, and this process is about to end for it.
        }
    }

    public void Dispose() => frames?.Dispose();

    private static void Listen(FrameStream frames, Action<Frame> handle, Action closed)
    {
        try
        {
            while (frames.ReadHere() is { } frame)
                handle(frame);
        }
        catch (IOException)
        {
            // As if it had closed.
        }

        closed();
    }
}
