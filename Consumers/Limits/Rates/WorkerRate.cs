namespace Messaging.Consumers;

/// <summary>
/// The rate at which one worker starts tasks of one kind: a token bucket that holds a single token, so that starts are
/// evenly spaced.
/// <list type="number">
/// <item>Tasks queue up for the turn. Who has it waits until the time of the next start has come, and goes on to wait
/// for a slot.</item>
/// <item>When it starts, the time of the next one is set and the turn passed on. One that does not start, since it has
/// expired or was revoked meanwhile, passes the turn on without a token.</item>
/// </list>
/// Timers are late by a millisecond or two. A rate of more than fifty a second makes that good: its bucket holds what
/// comes in within 20 ms.
/// </summary>
internal sealed class WorkerRate(TimeProvider clock) : IWaitedLimit, IDisposable
{
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(20);

    private readonly SemaphoreSlim turn = new(1);
    private readonly Lock gate = new();
    private readonly Deferrals deferrals = new(clock);
    private readonly long start = clock.GetTimestamp();
    private RateLimit? limit;
    private TimeSpan next = TimeSpan.MinValue;
    private TaskCompletionSource changed = NewSignal();
    private int waiting;

    /// <summary>Whether there is no limit.</summary>
    public bool IsOff => Volatile.Read(ref limit) is null;

    public TimeSpan ExpectedWait
    {
        get
        {
            var left = Left().Time;
            return (left > TimeSpan.Zero ? left : TimeSpan.Zero)
                + (SpacingOf(Volatile.Read(ref limit)) * Volatile.Read(ref waiting));
        }
    }

    /// <summary>Sets the limit, for those who wait already as well; <c>null</c> for none.</summary>
    public void Set(RateLimit? value)
    {
        lock (gate)
        {
            if (next != TimeSpan.MinValue)
                next += SpacingOf(value) - SpacingOf(limit);
            Volatile.Write(ref limit, value);
            changed.TrySetResult();
            changed = NewSignal();
        }
    }

    /// <summary>Takes the turn if nobody has it and the time has come.</summary>
    public bool TryEnter()
    {
        if (!turn.Wait(0, CancellationToken.None))
            return false;

        if (Left().Time > TimeSpan.Zero)
        {
            turn.Release();
            return false;
        }

        return true;
    }

    public async Task Enter(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref waiting);
        try
        {
            await turn.WaitAsync(cancellationToken);
            await WaitForNextStart(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    public TimeSpan Defer() => deferrals.Next(ExpectedWait, SpacingOf(Volatile.Read(ref limit)));

    /// <summary>The task that has the turn starts now.</summary>
    public void Started()
    {
        lock (gate)
        {
            var spacing = SpacingOf(limit);
            var now = clock.GetElapsedTime(start);
            var least = now - (spacing < Slack ? Slack : TimeSpan.Zero);
            next = (next > least ? next : least) + spacing;
        }

        turn.Release();
    }

    /// <summary>The task that has the turn does not start.</summary>
    public void Leave() => turn.Release();

    public void Dispose() => turn.Dispose();

    private async Task WaitForNextStart(CancellationToken cancellationToken)
    {
        try
        {
            while (Left() is { Time: var time, Changed: var change } && time > TimeSpan.Zero)
                await Wait(time, change, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            turn.Release();
            throw;
        }
    }

    private (TimeSpan Time, Task Changed) Left()
    {
        lock (gate)
            return (next == TimeSpan.MinValue ? TimeSpan.Zero : next - clock.GetElapsedTime(start), changed.Task);
    }

    private async Task Wait(TimeSpan time, Task change, CancellationToken cancellationToken)
    {
        using var awake = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Timers count whole milliseconds and would end too soon.
        var whole = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Min(time.TotalMilliseconds, int.MaxValue)));
        await Task.WhenAny(Task.Delay(whole, clock, awake.Token), change);
        await awake.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static TimeSpan SpacingOf(RateLimit? limit) => limit?.Spacing ?? TimeSpan.Zero;

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
