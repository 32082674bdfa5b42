using System.Net;
using System.Net.Sockets;
using Messaging.Testing;

namespace Messaging.RabbitMq.Tests.Connections;

[TestFixture]
public sealed class DrainingStreamTests
{
    private static readonly byte[] Bytes = new byte[64 * 1024];

    [Test]
    public async Task A_lost_connection_is_seen_by_the_reader_and_never_by_a_writer()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = (IPEndPoint)listener.LocalEndpoint;
        using var client = DrainingTcpClient.Create(AddressFamily.InterNetwork);
        await client.ConnectAsync(address.Address, address.Port, CancellationToken.None);
        await using var stream = client.GetStream();

        using (var peer = await listener.AcceptSocketAsync())
            peer.LingerState = new LingerOption(enable: true, seconds: 0);

        for (var write = 0; write < 200; write++)
            await stream.WriteAsync(Bytes).AsTask().WaitAsync(Eventually.Deadline);

        var read = stream.ReadAsync(Bytes.AsMemory()).AsTask().WaitAsync(Eventually.Deadline);
        Assert.That(async () => await read, Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task The_end_of_the_stream_is_an_error()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = (IPEndPoint)listener.LocalEndpoint;
        using var client = DrainingTcpClient.Create(AddressFamily.InterNetwork);
        await client.ConnectAsync(address.Address, address.Port, CancellationToken.None);
        await using var stream = client.GetStream();

        using (var peer = await listener.AcceptSocketAsync())
            await peer.SendAsync(new byte[3]);

        Assert.That(await stream.ReadAtLeastAsync(Bytes.AsMemory(0, 3), 3), Is.EqualTo(3));
        var read = stream.ReadAsync(Bytes.AsMemory()).AsTask().WaitAsync(Eventually.Deadline);
        Assert.That(async () => await read, Throws.InstanceOf<EndOfStreamException>());
    }
}
