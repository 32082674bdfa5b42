using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines;

/// <summary>
/// Sends messages when they are due, see <see cref="DueLoop"/>.
/// <list type="number">
/// <item>What is due is claimed, up to a thousand at a time, sent, and deleted when the broker has confirmed it. Should
/// this tracker die in between, the claim dies with it, and another sends the messages; those that were confirmed
/// already go a second time.</item>
/// <item>A message that fails by itself is put off, for longer each time, so that it does not hold up the others. While
/// the broker is away none is put off.</item>
/// </list>
/// </summary>
internal sealed class ScheduleDispatcher(
    IScheduledMessageStore store,
    IScheduledMessageSender sender,
    DueSignal due,
    TimeProvider clock,
    ILogger<ScheduleDispatcher> logger)
    : IDueWork
{
    private const int MostAtOnce = 1_000;

    private static readonly TimeSpan WhileEmpty = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestCompletion = TimeSpan.FromSeconds(10);

    private bool brokerIsAway;

    /// <summary>Goes on until it is cancelled, which it takes for its end.</summary>
    public Task Run(CancellationToken cancellationToken) =>
        new DueLoop(this, due, WhileEmpty, clock).Run(cancellationToken);

    public Task<DateTimeOffset?> NextDue(CancellationToken cancellationToken) => store.NextDue(cancellationToken);

    public async Task<DueOutcome> DoDue(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var claim = await store.Claim(now, MostAtOnce, cancellationToken);
        if (claim.Messages.Count == 0)
            return DueOutcome.Held;

        var outcome = await sender.Send(claim.Messages, cancellationToken);
        Tell(outcome);

        // Not given up with the process: what was confirmed would be sent again. In real time, as a database's work is.
        using var deadline = new CancellationTokenSource(LongestCompletion);
        now = clock.GetUtcNow();
        await claim.Complete(
            outcome.Sent, outcome.Failed.Keys.ToDictionary(message => message, message => now + WaitOf(message)), now,
            deadline.Token);

        return outcome.BrokerFault is null ? DueOutcome.Done : DueOutcome.BrokerAway;
    }

    public void OnFailed(Exception exception) => SchedulerLog.StoreIsAway(logger, exception, exception.Message);

    public void OnRecovered() => SchedulerLog.StoreIsBack(logger);

    private static TimeSpan WaitOf(ScheduledMessage message) => FailureWait.After(message.Failures);

    private void Tell(SentMessages outcome)
    {
        if (outcome.BrokerFault is { } fault && !brokerIsAway)
            SchedulerLog.BrokerIsAway(logger, fault);
        else if (outcome.BrokerFault is null && brokerIsAway)
            SchedulerLog.BrokerIsBack(logger);
        brokerIsAway = outcome.BrokerFault is not null;

        foreach (var (message, reason) in outcome.Failed)
            SchedulerLog.NotSent(logger, message.Token, message.Attempt, message.Destination, reason, WaitOf(message));
    }
}
