using System.Net.Sockets;
using RabbitMQ.Client;

namespace Messaging.RabbitMq;

/// <summary>Gives RabbitMQ.Client a <see cref="DrainingStream"/>.</summary>
internal sealed class DrainingTcpClient(Socket socket) : TcpClientAdapter(socket)
{
    public static DrainingTcpClient Create(AddressFamily family) =>
        new DrainingTcpClient(new Socket(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });

    public override NetworkStream GetStream() => new DrainingStream(Client);
}
