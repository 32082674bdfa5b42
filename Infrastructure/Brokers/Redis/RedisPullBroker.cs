using System.Collections.Concurrent;
using Messaging.Hosting;
using Messaging.PullTransport;
using Microsoft.Extensions.Logging;

namespace Messaging.Redis;

/// <summary>One Redis database: how messages get in and out of it.</summary>
internal sealed class RedisPullBroker : IPullBroker
{
    /// <summary>What Redis can do.</summary>
    public const BrokerFeatures Features = BrokerFeatures.Processes | BrokerFeatures.Durable | BrokerFeatures.Priorities
        | BrokerFeatures.Order | BrokerFeatures.DeliveryCount | BrokerFeatures.Locks | BrokerFeatures.Delays
        | BrokerFeatures.Depth | BrokerFeatures.OldestAge;

    private readonly ILogger logger;
    private readonly TimeProvider time;
    private readonly RedisAddress address;
    private readonly RedisClient client;
    private readonly RedisQueues queues;
    private readonly RedisTopics topics;
    private readonly RedisSender sender;
    private readonly RedisReceiver receiver;
    private readonly RedisWakeUps wakeUps;
    private readonly ConcurrentDictionary<string, bool> warned = new(StringComparer.Ordinal);

    public RedisPullBroker(RedisAddress address, TimeProvider time, ILogger logger)
    {
        this.address = address;
        this.logger = logger;
        this.time = time;
        var connector = new RedisConnector(address, time);
        client = new RedisClient(new RedisConnector(address, time) { Greeted = Warn }, address);
        queues = new RedisQueues(client, address);
        topics = new RedisTopics(client, address);
        sender = new RedisSender(client, topics, address);
        receiver = new RedisReceiver(client, queues, address);
        wakeUps = new RedisWakeUps(connector, address);
    }

    public TimeSpan LockTime => address.Lock;

    public int MostAtOnce => RedisReceiver.MostAtOnce;

    public Task DeclareQueue(QueueDeclaration queue, CancellationToken cancellationToken) =>
        queues.Declare(queue, cancellationToken);

    // A topic is what is subscribed to it.
    public Task DeclareTopic(string topic, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task Subscribe(TopicSubscription subscription, CancellationToken cancellationToken) =>
        topics.Subscribe(subscription, cancellationToken);

    public Task Send(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken) =>
        sender.Send(messages, cancellationToken);

    public Task<IReadOnlyList<HeldMessage>> Receive(string queue, int limit, CancellationToken cancellationToken) =>
        receiver.Receive(queue, limit, cancellationToken);

    public async Task WaitForMessage(string queue, TimeSpan longest, CancellationToken cancellationToken)
    {
        // First listen, then look, so that nothing comes unseen between.
        var call = await wakeUps.Listen(queue, cancellationToken);
        var keys = new QueueKeys(address.Prefix, queue);
        var next = (await queues.Use(queue, RedisScripts.Next.On(keys), cancellationToken)).Number;
        if (next == 0)
            return;

        // Locks and delays end by themselves, a millisecond later for certain.
        var wait = next < 0 ? longest : TimeSpan.FromMilliseconds(Math.Min(next + 1, longest.TotalMilliseconds));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(call, Task.Delay(wait, time, stop.Token));
        await stop.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    public Task<IReadOnlyList<bool>> Delete(
        string queue, IReadOnlyList<MessageLock> locks, CancellationToken cancellationToken) =>
        receiver.Delete(queue, locks, cancellationToken);

    public Task<IReadOnlyList<bool>> Renew(
        string queue, IReadOnlyList<MessageLock> locks, CancellationToken cancellationToken) =>
        receiver.Renew(queue, locks, cancellationToken);

    public Task<IReadOnlyList<bool>> Return(
        string queue, IReadOnlyList<ReturnedMessage> messages, CancellationToken cancellationToken) =>
        receiver.Return(queue, messages, cancellationToken);

    public Task<bool> Move(
        string queue, MessageLock message, OutgoingMessage target, CancellationToken cancellationToken) =>
        sender.Move(queue, RedisReceipt.Of(message), target, cancellationToken);

    public Task Keep(string queue, CancellationToken cancellationToken) => queues.Keep(queue, cancellationToken);

    public Task<long> Purge(string queue, CancellationToken cancellationToken) =>
        queues.Purge(queue, cancellationToken);

    public Task<QueueDepth?> Measure(string queue, CancellationToken cancellationToken) =>
        queues.Measure(queue, cancellationToken);

    public Task<string?> FindFault(CancellationToken cancellationToken) =>
        new RedisProbe(address, time).FindFault(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await wakeUps.DisposeAsync();
        await client.DisposeAsync();
    }

    private void Warn(RedisServerInfo info)
    {
        // Once for each server and start of it, whatever becomes of the connection.
        if (!warned.TryAdd(info.RunId, true))
            return;

        foreach (var warning in info.Warnings())
            RedisLog.MessagesAtRisk(logger, address, warning);
    }
}
