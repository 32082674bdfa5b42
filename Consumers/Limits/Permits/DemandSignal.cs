namespace Messaging.Consumers;

/// <summary>Wakes the one who asks for permits when there is something to ask for.</summary>
internal sealed class DemandSignal(TimeProvider clock)
{
    private readonly Lock gate = new();
    private TaskCompletionSource woken = NewSignal();

    public void Set()
    {
        lock (gate)
            woken.TrySetResult();
    }

    /// <summary>Waits for a signal since the last wait ended, or for the time.</summary>
    public async Task Wait(TimeSpan? most, CancellationToken cancellationToken)
    {
        Task signal;
        lock (gate)
            signal = woken.Task;

        if (most is { } time)
        {
            using var awake = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(signal, Task.Delay(RoundedUp(time), clock, awake.Token));
            await awake.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
        else
        {
            await signal.WaitAsync(cancellationToken);
        }

        lock (gate)
        {
            if (woken.Task.IsCompleted)
                woken = NewSignal();
        }
    }

    /// <summary>Timers count whole milliseconds, and take no more than 49 days.</summary>
    private static TimeSpan RoundedUp(TimeSpan time) =>
        TimeSpan.FromMilliseconds(Math.Ceiling(Math.Clamp(time.TotalMilliseconds, 0, 3_600_000)));

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
