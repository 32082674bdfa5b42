using System.Net.Sockets;

namespace Messaging.RabbitMq;

/// <summary>
/// The network stream under a connection, by which the loss of the connection is always seen by the reading side, and by
/// nobody else. RabbitMQ.Client (7.1) needs both:
/// <list type="bullet">
/// <item>It writes from a bounded queue. When a write fails, its writer ends and the queue is not emptied any more:
/// whoever writes next waits for ever, the loop that reads among them, since it answers the broker's
/// <c>connection.close</c>. So a failed write is not reported here: the socket is shut down, which the reading side sees,
/// and everything after it is dropped, which the lost connection would have done too. No message counts as sent by it;
/// that takes the broker's confirmation.</item>
/// <item>It does not see the end of the stream in the middle of a frame, as a killed broker leaves it: it reads the rest
/// again and again, with all of a processor, until the heartbeat has been missing for long. So the end is an error
/// here.</item>
/// </list>
/// </summary>
internal sealed class DrainingStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    private volatile bool isLost;

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (isLost)
            return;

        try
        {
            await base.WriteAsync(buffer, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            Lose();
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (isLost)
            return;

        try
        {
            base.Write(buffer);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            Lose();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="EndOfStreamException">The other side has closed the connection.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await base.ReadAsync(buffer, cancellationToken);
        if (read == 0 && buffer.Length > 0)
            throw new EndOfStreamException("The broker has closed the connection.");

        return read;
    }

    /// <summary>Ends both directions. What is written from now on is dropped.</summary>
    public void Lose()
    {
        isLost = true;
        try
        {
            Socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It is shut down already; the reading side knows.
        }
    }
}
