using System.Threading.Channels;

namespace Messaging.StateMachines;

/// <summary>Wakes one loop of this process, whatever it was that has changed.</summary>
/// <typeparam name="TWork">Whose loop that is; tells one registration from another.</typeparam>
internal sealed class Wake<TWork>(TimeProvider clock) : IWake
    where TWork : IDueWork
{
    private readonly Channel<bool> signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Ends the sleep that is under way, or else the next one, unless there is a look before that.</summary>
    public void Set() => signals.Writer.TryWrite(true);

    public void Look() => signals.Reader.TryRead(out _);

    public async Task Sleep(TimeSpan time, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var woken = signals.Reader.WaitToReadAsync(over.Token).AsTask();
        var waited = Task.Delay(time, clock, over.Token);

        await Task.WhenAny(woken, waited);
        await over.CancelAsync();
        await Task.WhenAll(woken, waited).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
