using System.Threading.Channels;

namespace Messaging.StateMachines;

/// <summary>Wakes this process's runner when a schedule has changed.</summary>
internal sealed class ScheduleWake
{
    private readonly Channel<bool> signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Ends the wait that is under way, or else the next one.</summary>
    public void Set() => signals.Writer.TryWrite(true);

    /// <summary>Waits for so long, or until it is woken.</summary>
    /// <exception cref="OperationCanceledException">Given up.</exception>
    public async Task Wait(TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var woken = signals.Reader.WaitToReadAsync(over.Token).AsTask();
        var waited = Task.Delay(time, clock, over.Token);

        await Task.WhenAny(woken, waited);
        await over.CancelAsync();
        await Task.WhenAll(woken, waited).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        cancellationToken.ThrowIfCancellationRequested();
        signals.Reader.TryRead(out _);
    }
}
