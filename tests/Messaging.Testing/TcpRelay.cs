using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Messaging.Testing;

/// <summary>Stands between a client and a server, so that a test can break their connections.</summary>
public sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> clients = new();
    private readonly string host;
    private readonly int port;
    private readonly Task accepting;

    /// <summary>Listens for clients of a server.</summary>
    /// <param name="server">Address of the server.</param>
    public TcpRelay(Uri server)
    {
        ArgumentNullException.ThrowIfNull(server);
        host = server.Host;
        port = server.Port;
        listener.Start();
        accepting = Accept();
    }

    /// <summary>Port to connect to instead of the server's.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How many connections there are.</summary>
    public int Connections => clients.Count;

    /// <summary>Ends all connections, after a few last bytes to the client if wanted. New ones are taken.</summary>
    /// <param name="lastWords">Sent before the end.</param>
    public void Cut(params byte[] lastWords)
    {
        foreach (var client in clients.Keys)
        {
            try
            {
                client.GetStream().Write(lastWords);
            }
            catch (Exception exception) when (exception is IOException or InvalidOperationException)
            {
                // It has ended by itself.
            }

            client.Close();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        Cut();
        await accepting;
        listener.Dispose();
    }

    private async Task Accept()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await listener.AcceptTcpClientAsync();
            }
            catch (Exception exception) when (exception is SocketException or InvalidOperationException)
            {
                return;
            }

            _ = Relay(client);
        }
    }

    private async Task Relay(TcpClient client)
    {
        clients.TryAdd(client, true);
        using var server = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        try
        {
            await server.ConnectAsync(host, port);
            await Task.WhenAny(
                client.GetStream().CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(client.GetStream()));
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException
            or InvalidOperationException)
        {
            // One of the two has ended the connection, and so it ends for both.
        }

        clients.TryRemove(client, out _);
        client.Dispose();
    }
}
