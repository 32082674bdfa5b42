using System.Net.Sockets;
using RabbitMQ.Client;

namespace Messaging.RabbitMq;

/// <summary>Knows the socket of the bus's connection, so that a connection that hangs can be cut.</summary>
internal sealed class OpenSockets
{
    private volatile DrainingTcpClient? latest;

    public ITcpClient Open(AddressFamily family)
    {
        var opened = DrainingTcpClient.Create(family);
        latest = opened;
        return opened;
    }

    /// <summary>Both sides see the end of the connection; MassTransit makes a new one.</summary>
    public void Cut()
    {
        try
        {
            latest?.Client.Shutdown(SocketShutdown.Both);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It is closed already, which is what was wanted.
        }
    }
}
