namespace Messaging.StateMachines;

/// <summary>
/// Wakes whoever sends what is due when this tracker has stored a message that is due sooner than it knew. Other
/// trackers find it when they look next, within two seconds.
/// </summary>
internal sealed class DueSignal(TimeProvider clock) : IWake
{
    private readonly Lock gate = new();
    private DateTimeOffset earliest = DateTimeOffset.MaxValue;
    private DateTimeOffset until = DateTimeOffset.MinValue;
    private TaskCompletionSource woken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A message has been stored.</summary>
    public void Stored(DateTimeOffset due)
    {
        lock (gate)
        {
            if (due < earliest)
                earliest = due;
            if (due < until)
                woken.TrySetResult();
        }
    }

    public void Look()
    {
        lock (gate)
            earliest = DateTimeOffset.MaxValue;
    }

    public async Task Sleep(TimeSpan time, CancellationToken cancellationToken)
    {
        Task signal;
        lock (gate)
        {
            var now = clock.GetUtcNow();
            until = now + time;
            if (earliest < until)
                time = earliest - now;

            woken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            signal = woken.Task;
        }

        if (time <= TimeSpan.Zero)
            return;

        using var awake = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Timers count whole milliseconds and would end too soon.
        var delay = Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds)), clock, awake.Token);
        await Task.WhenAny(delay, signal);
        await awake.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }
}
