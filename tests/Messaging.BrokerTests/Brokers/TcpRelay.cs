using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Messaging.BrokerTests;

/// <summary>Stands between a client and a server, so that a test can break their connections.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> clients = new();
    private readonly Uri server;
    private readonly Task accepting;
    private volatile bool isClosed;

    public TcpRelay(Uri server)
    {
        this.server = server;
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
            if (lastWords.Length > 0)
                Tell(client, lastWords);
            client.Close();
        }
    }

    /// <summary>Ends all connections, and every new one at once, as if the server were not there.</summary>
    public void Close()
    {
        isClosed = true;
        Cut();
    }

    /// <summary>Takes new connections again.</summary>
    public void Open() => isClosed = false;

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        Close();
        await accepting;
        listener.Dispose();
    }

    private static void Tell(TcpClient client, byte[] lastWords)
    {
        try
        {
            client.GetStream().Write(lastWords);
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // It has ended by itself.
        }
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
        using var upstream = new TcpClient { NoDelay = true };
        try
        {
            // After it is added: what comes between the two is closed by one of them.
            if (isClosed)
                return;

            client.NoDelay = true;
            await upstream.ConnectAsync(server.Host, server.Port);
            await Task.WhenAny(
                client.GetStream().CopyToAsync(upstream.GetStream()),
                upstream.GetStream().CopyToAsync(client.GetStream()));
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException
            or InvalidOperationException)
        {
            // One of the two has ended the connection, and so it ends for both.
        }
        finally
        {
            clients.TryRemove(client, out _);
            client.Dispose();
        }
    }
}
