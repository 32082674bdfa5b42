using System.Net.Sockets;

namespace Messaging.RabbitMq;

/// <summary>
/// The network stream under a connection, which goes on taking what is written after the connection is lost.
/// <para>
/// RabbitMQ.Client (7.1) writes from a bounded queue. When a write fails, its writer ends and the queue is not emptied
/// any more: whoever writes next waits for ever, the loop that reads among them, since it answers the broker's
/// <c>connection.close</c>. Such a connection is neither closed nor used again, and the process is deaf until it is
/// restarted. So a failed write is not reported here: the socket is shut down, which the reading side sees, and
/// everything after it is dropped, which the lost connection would have done too. No message counts as sent by it; that
/// takes the broker's confirmation.
/// </para>
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

    private void Lose()
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
