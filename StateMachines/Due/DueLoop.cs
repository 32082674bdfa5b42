namespace Messaging.StateMachines;

/// <summary>
/// Does work when it falls due. Any number of trackers do so side by side.
/// <list type="number">
/// <item>It looks when the next falls due: once a second, less often while nothing waits, earlier if something is due
/// earlier, at once when it is woken.</item>
/// <item>What is due is claimed, a batch at a time, and done. While other trackers hold all of it, it looks again every
/// 100 ms: one that dies leaves what it held.</item>
/// <item>Whatever goes wrong, it tries again every second. Nothing is lost by that: what is not done stays in the
/// store.</item>
/// </list>
/// </summary>
/// <param name="work">The work.</param>
/// <param name="wake">Wakes it.</param>
/// <param name="whileEmpty">How often it looks while nothing waits.</param>
/// <param name="clock">The clock.</param>
internal sealed class DueLoop(IDueWork work, IWake wake, TimeSpan whileEmpty, TimeProvider clock)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WhileHeld = TimeSpan.FromMilliseconds(100);

    private bool isFailing;

    /// <summary>Goes on until it is cancelled, which it takes for its end.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var sleep = await TryPass(cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
                if (sleep > TimeSpan.Zero)
                    await wake.Sleep(sleep, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process ends. What is due is done by the others, or the next one.
        }
    }

    /// <summary>Looks once, and does what is due.</summary>
    /// <returns>How long to sleep after it.</returns>
    private async Task<TimeSpan> TryPass(CancellationToken cancellationToken)
    {
        try
        {
            return await Pass(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (!isFailing)
                work.OnFailed(exception);
            isFailing = true;
            return BetweenLooks;
        }
    }

    private async Task<TimeSpan> Pass(CancellationToken cancellationToken)
    {
        wake.Look();
        var now = clock.GetUtcNow();
        if (await work.NextDue(cancellationToken) is not { } next)
            return Recovered(whileEmpty);
        if (next > now)
            return Recovered(next - now < BetweenLooks ? WholeMilliseconds(next - now) : BetweenLooks);

        return await work.DoDue(now, cancellationToken) switch
        {
            DueOutcome.Held => Recovered(WhileHeld),
            DueOutcome.BrokerAway => BetweenLooks,
            _ => Recovered(TimeSpan.Zero),
        };
    }

    private TimeSpan Recovered(TimeSpan sleep)
    {
        if (isFailing)
            work.OnRecovered();
        isFailing = false;
        return sleep;
    }

    /// <summary>Timers know whole milliseconds only, and would cut a shorter wait to none.</summary>
    private static TimeSpan WholeMilliseconds(TimeSpan time) =>
        TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds));
}
