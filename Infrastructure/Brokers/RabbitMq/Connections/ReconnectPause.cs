using System.Net.Sockets;
using RabbitMQ.Client;

namespace Messaging.RabbitMq;

/// <summary>
/// Gives a broker that has just come back a moment before it is connected to again. RabbitMQ listens before its quorum
/// queues have elected their leaders; a queue that is declared in that moment may never be answered for (seen with 3.10),
/// and the channel that asked, the one of all sends of the process, with it.
/// </summary>
internal sealed class ReconnectPause(OpenSockets sockets)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestKnock = TimeSpan.FromSeconds(2);

    private bool hasConnected;

    /// <summary>Called by MassTransit before each attempt to connect.</summary>
    public async Task BeforeConnecting(ConnectionFactory factory)
    {
        factory.SocketFactory = sockets.Open;

        if (!await Answers(factory))
            return;
        if (hasConnected)
            await Task.Delay(Pause);

        hasConnected = true;
    }

    /// <summary>Whether somebody listens there. If not, the attempt fails by itself and says why.</summary>
    private static async Task<bool> Answers(ConnectionFactory factory)
    {
        using var knock = new TcpClient();
        using var timeout = new CancellationTokenSource(LongestKnock);
        try
        {
            await knock.ConnectAsync(factory.HostName, factory.Port, timeout.Token);
            return true;
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            return false;
        }
    }
}
