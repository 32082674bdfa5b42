using Messaging.Hosting;
using Messaging.PullTransport;

namespace Messaging.Redis;

/// <summary>Queues as a whole.</summary>
internal sealed class RedisQueues(RedisClient client, RedisAddress address)
{
    // What a script removes at a time, at the least, if there is more.
    private const int PurgedAtOnce = 1000;

    public Task Declare(QueueDeclaration queue, CancellationToken cancellationToken) =>
        client.Execute(RedisScripts.Declare.On(Keys(queue.Name)).Add(Milliseconds(queue.DeleteWhenIdle)), cancellationToken);

    public Task Keep(string queue, CancellationToken cancellationToken) =>
        Use(queue, RedisScripts.Keep.On(Keys(queue)), cancellationToken);

    /// <summary>Runs a command on a queue that must be there.</summary>
    /// <exception cref="BrokerUnavailableException">It is not, so that it has to be declared anew.</exception>
    public async Task<RespValue> Use(string queue, RespCommand command, CancellationToken cancellationToken)
    {
        var reply = await client.Execute(command, cancellationToken);
        return reply.Kind != RespKind.Null
            ? reply
            : throw new BrokerUnavailableException(
                $"Redis at {address} has no queue '{queue}' any more: it was deleted, by hand or as idle. It is made anew.");
    }

    public async Task<long> Purge(string queue, CancellationToken cancellationToken)
    {
        var all = 0L;
        long removed;
        do
        {
            removed = (await client.Execute(RedisScripts.Purge.On(Keys(queue)), cancellationToken)).Number;
            all += removed;
        }
        while (removed >= PurgedAtOnce);

        return all;
    }

    public async Task<QueueDepth?> Measure(string queue, CancellationToken cancellationToken)
    {
        var reply = await client.Execute(RedisScripts.Measure.On(Keys(queue)), cancellationToken);
        return reply.Items is [var waiting, var held, var later, var oldest]
            ? new QueueDepth(
                waiting.Number,
                held.Number,
                later.Number,
                oldest.Number < 0 ? null : TimeSpan.FromMilliseconds(oldest.Number))
            : null;
    }

    /// <summary>Idle time as scripts want it: 0 for a queue that is there for good.</summary>
    public static long Milliseconds(TimeSpan? idle) =>
        idle is { } time ? Math.Max(1, (long)time.TotalMilliseconds) : 0;

    private QueueKeys Keys(string queue) => new(address.Prefix, queue);
}
