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
        client.Execute(RedisScripts.Keep.On(Keys(queue)), cancellationToken);

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
