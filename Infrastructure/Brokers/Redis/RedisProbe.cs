using System.Globalization;
using Messaging.PullTransport;

namespace Messaging.Redis;

/// <summary>
/// Connects anew, so that a wrong password is found out, and does once what workers do, so that missing permissions are.
/// </summary>
internal sealed class RedisProbe(RedisAddress address, TimeProvider time)
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    /// <summary>Tries it.</summary>
    /// <returns><c>null</c> if all is well, else a sentence.</returns>
    public async Task<string?> FindFault(CancellationToken cancellationToken)
    {
        try
        {
            await Try(cancellationToken);
            return null;
        }
        catch (Exception exception) when (exception is BrokerUnavailableException or InvalidOperationException)
        {
            return exception.Message.EndsWith('.') ? exception.Message : exception.Message + ".";
        }
    }

    private async Task Try(CancellationToken cancellationToken)
    {
        var connector = new RedisConnector(address, time);
        await using var client = new RedisClient(connector, address);
        await using var wakeUps = new RedisWakeUps(connector, address);
        var topics = new RedisTopics(client, address);
        var sender = new RedisSender(client, topics, address);

        // Of its own, and gone soon, subscription included: the last message finds the queue gone.
        var name = "probe-" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
        var queues = new RedisQueues(client, address);
        var receiver = new RedisReceiver(client, queues, address);
        await queues.Declare(new QueueDeclaration(name, Idle), cancellationToken);
        await topics.Subscribe(new TopicSubscription(name, name, IsTopic: false), cancellationToken);
        await wakeUps.Listen(name, cancellationToken);
        await sender.Send(
            [new OutgoingMessage(name, IsTopic: true, new MessageContent(Guid.NewGuid(), default, default))],
            cancellationToken);
        var received = await receiver.Receive(name, 1, cancellationToken);
        await receiver.Delete(name, [.. received.Select(message => message.Lock)], cancellationToken);
        await client.Execute(
            new RespCommand("DEL").Add(QueueKeys.Topic(address.Prefix, name)), cancellationToken);
    }
}
