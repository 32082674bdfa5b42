using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines;

/// <summary>
/// Sends dead letters again that are marked for it, see <see cref="DueLoop"/>: what is marked is claimed, up to 200 at a
/// time, so that no two trackers send the same, and one that dies is continued by the others.
/// </summary>
internal sealed class ReplayRunner(
    IDeadLetterStore store,
    ReplayBatch batch,
    Wake<ReplayRunner> wake,
    TimeProvider clock,
    ILogger<ReplayRunner> logger)
    : IDueWork
{
    /// <summary>Named as the worker of a run that was called off when it was to be replayed.</summary>
    public const string Worker = "messaging-replay";

    private const int MostAtOnce = 200;

    private static readonly TimeSpan WhileEmpty = TimeSpan.FromSeconds(5);

    private bool brokerIsAway;

    /// <summary>Goes on until it is cancelled, which it takes for its end.</summary>
    public Task Run(CancellationToken cancellationToken) =>
        new DueLoop(this, wake, WhileEmpty, clock).Run(cancellationToken);

    public Task<DateTimeOffset?> NextDue(CancellationToken cancellationToken) => store.NextReplay(cancellationToken);

    public async Task<DueOutcome> DoDue(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var claim = await store.Claim(now, MostAtOnce, cancellationToken);
        if (claim.Letters.Count == 0)
            return DueOutcome.Held;

        var outcome = await batch.Send(claim, cancellationToken);
        Tell(outcome);
        return outcome.BrokerFault is null ? DueOutcome.Done : DueOutcome.BrokerAway;
    }

    public void OnFailed(Exception exception) =>
        DeadLetterLog.ReplayStandsStill(logger, exception, exception.Message);

    public void OnRecovered() => DeadLetterLog.ReplayGoesOn(logger);

    private void Tell(SentReplays outcome)
    {
        if (outcome.Sent.Count > 0)
            DeadLetterLog.Replayed(logger, outcome.Sent.Count);
        foreach (var (message, reason) in outcome.Failed)
            DeadLetterLog.NotSent(logger, message.Letter.Id, message.Queue, reason, ReplayBatch.WaitOf(message.Letter));

        if (outcome.BrokerFault is { } fault && !brokerIsAway)
            DeadLetterLog.BrokerIsAway(logger, fault);
        else if (outcome.BrokerFault is null && brokerIsAway)
            DeadLetterLog.ReplayGoesOn(logger);
        brokerIsAway = outcome.BrokerFault is not null;
    }
}
