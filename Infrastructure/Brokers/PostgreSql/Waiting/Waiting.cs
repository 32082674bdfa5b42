namespace Messaging.PostgreSql;

/// <summary>
/// Waits for messages of a queue. Whoever waits is marked in the database, has looked for messages since, and is notified
/// of every one that comes. What nobody is notified of is that time passes: so a wait ends when the next lock runs out or
/// the next message for later is due, as far as that is known, and after a few seconds anyway, to look anew.
/// </summary>
internal sealed class Waiting(QueueTable queues, Listener listener, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestForUnknown = TimeSpan.FromSeconds(1);

    public async Task Wait(string name, TimeSpan longest, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var queue = queues.Get(name);
        if (queue.Signal.IsSet || queue.MayHaveMore)
            return;
        if (queue.Id == 0)
        {
            await Pause(queue, Min(longest, LongestForUnknown), cancellationToken);
            return;
        }

        // Whoever was not marked before has to look once more, for what came before he was.
        if (await listener.Mark(queue, cancellationToken) is not { } mark)
            return;

        using (mark.Use())
            await Pause(queue, Min(longest, Min(Longest, UntilDue(queue))), cancellationToken);
    }

    private async Task Pause(KnownQueue queue, TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            await queue.Signal.Task.WaitAsync(pause, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Nothing came.
        }
    }

    private TimeSpan UntilDue(KnownQueue queue)
    {
        var (now, due) = (time.GetTimestamp(), queue.NextDue);
        return due == long.MaxValue ? TimeSpan.MaxValue : due <= now ? TimeSpan.Zero : time.GetElapsedTime(now, due);
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
