using System.Net.Sockets;
using RabbitMQ.Client;

namespace Messaging.RabbitMq;

/// <summary>Gives RabbitMQ.Client a <see cref="DrainingStream"/>.</summary>
internal sealed class DrainingTcpClient(Socket socket) : TcpClientAdapter(socket)
{
    private DrainingStream? stream;

    public static DrainingTcpClient Create(AddressFamily family) =>
        new DrainingTcpClient(new Socket(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });

    public override NetworkStream GetStream() => stream ??= new DrainingStream(Client);

    /// <summary>Gives the connection up: its reading side sees the end, whatever hinders its writing side.</summary>
    public void Abandon() => stream?.Lose();
}
