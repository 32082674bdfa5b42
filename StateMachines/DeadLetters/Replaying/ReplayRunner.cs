using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines;

/// <summary>
/// Sends dead letters again that are marked for it. Any number of trackers do so side by side: what is marked is claimed,
/// up to 200 at a time, so that no two send the same, and one that dies is continued by the others.
/// </summary>
internal sealed class ReplayRunner(
    IDeadLetterStore store, ReplayBatch batch, ReplayWake wake, TimeProvider clock, ILogger<ReplayRunner> logger)
{
    /// <summary>Named as the worker of a run that was called off when it was to be replayed.</summary>
    public const string Worker = "messaging-replay";

    private const int MostAtOnce = 200;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WhileEmpty = TimeSpan.FromSeconds(5);

    /// <summary>What is marked is being sent by another tracker.</summary>
    private static readonly TimeSpan WhileHeld = TimeSpan.FromMilliseconds(100);

    private bool standsStill;

    /// <summary>Goes on until it is cancelled, which it takes for its end.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var woken = wake.Woken;
                var sleep = await TryPass(cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
                if (sleep > TimeSpan.Zero)
                    await Sleep(sleep, woken, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process ends. What is marked is sent by the others, or the next one.
        }
    }

    private async Task Sleep(TimeSpan time, Task woken, CancellationToken cancellationToken)
    {
        await woken.WaitAsync(time, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task<TimeSpan> TryPass(CancellationToken cancellationToken)
    {
        try
        {
            return await Pass(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (!standsStill)
                DeadLetterLog.ReplayStandsStill(logger, exception, exception.Message);
            standsStill = true;
            return BetweenLooks;
        }
    }

    /// <summary>Sends what is to be sent, once.</summary>
    /// <returns>How long to sleep after it.</returns>
    private async Task<TimeSpan> Pass(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await store.NextReplay(cancellationToken) is not { } next)
            return GoesOn(WhileEmpty);
        if (next > now)
            return GoesOn(next - now < BetweenLooks ? next - now : BetweenLooks);

        await using var claim = await store.Claim(now, MostAtOnce, cancellationToken);
        if (claim.Letters.Count == 0)
            return WhileHeld;

        var outcome = await batch.Send(claim, cancellationToken);
        if (outcome.Sent.Count > 0)
            DeadLetterLog.Replayed(logger, outcome.Sent.Count);
        foreach (var (message, reason) in outcome.Failed)
            DeadLetterLog.NotSent(logger, message.Letter.Id, message.Queue, reason, ReplayBatch.WaitOf(message.Letter));
        if (outcome.BrokerFault is not { } fault)
            return GoesOn(TimeSpan.Zero);

        if (!standsStill)
            DeadLetterLog.BrokerIsAway(logger, fault);
        standsStill = true;
        return BetweenLooks;
    }

    private TimeSpan GoesOn(TimeSpan sleep)
    {
        if (standsStill)
            DeadLetterLog.ReplayGoesOn(logger);
        standsStill = false;
        return sleep;
    }
}
