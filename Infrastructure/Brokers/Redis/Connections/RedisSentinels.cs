using System.Globalization;
using System.Net.Sockets;
using Messaging.PullTransport;

namespace Messaging.Redis;

/// <summary>Asks sentinels, one after the other, which server is the primary.</summary>
internal sealed class RedisSentinels(RedisAddress address, TimeProvider time)
{
    // A sentinel that is gone without a word must leave time for the others.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task<RedisEndPoint> FindPrimary(CancellationToken cancellationToken)
    {
        var answers = new List<string>();
        foreach (var sentinel in address.EndPoints)
        {
            try
            {
                if (await Ask(sentinel, cancellationToken) is { } primary)
                    return primary;

                answers.Add($"{sentinel} knows no '{address.ServiceName}'");
            }
            catch (Exception exception) when (exception is SocketException or IOException or InvalidDataException
                or TimeoutException or BrokerUnavailableException)
            {
                answers.Add($"{sentinel}: {exception.Message.TrimEnd('.')}");
            }
        }

        throw new BrokerUnavailableException(
            $"No sentinel says where Redis '{address.ServiceName}' is: {string.Join("; ", answers)}. Check serviceName and "
            + "sentinels in Messaging:Broker.");
    }

    private async Task<RedisEndPoint?> Ask(RedisEndPoint sentinel, CancellationToken cancellationToken)
    {
        var stream = await Open(sentinel, cancellationToken);
        await using var connection = new RedisConnection(stream, sentinel.ToString(), pushed: null, time);
        if (RedisPassword.Command(address) is { } password)
        {
            // Sentinels have a password of their own, the same one, or none.
            var proof = await connection.Send(password).WaitAsync(Patience, time, cancellationToken);
            if (proof.Kind == RespKind.Error && !RedisPassword.IsNotWanted(proof.Text))
                throw new BrokerUnavailableException($"it said {RedisFault.Shown(proof.Text)}.");
        }

        var reply = await connection
            .Send(new RespCommand("SENTINEL").Add("GET-MASTER-ADDR-BY-NAME").Add(address.ServiceName!))
            .WaitAsync(Patience, time, cancellationToken);
        if (reply.Kind == RespKind.Error)
            throw new BrokerUnavailableException($"it said {RedisFault.Shown(reply.Text)}.");

        return reply.Items is [var host, var port]
            ? new RedisEndPoint(host.Text, int.Parse(port.Text, CultureInfo.InvariantCulture))
            : null;
    }

    private async Task<Stream> Open(RedisEndPoint sentinel, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await RedisStreams.Open(sentinel, address, giveUp.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"it has not answered within {Patience.TotalSeconds:0} s", exception);
        }
    }
}
