using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines;

/// <summary>
/// Sends messages when they are due. Any number of trackers do so side by side.
/// <list type="number">
/// <item>It looks when the next message is due: once a second, every two while there is none, earlier if one is due
/// earlier, at once when this tracker stores one that is.</item>
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
{
    private const int MostAtOnce = 1_000;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WhileEmpty = TimeSpan.FromSeconds(2);

    /// <summary>What is due is being sent by another tracker.</summary>
    private static readonly TimeSpan WhileHeld = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestCompletion = TimeSpan.FromSeconds(10);

    private bool storeIsAway;
    private bool brokerIsAway;

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
                    await due.Sleep(sleep, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process ends. What is due is sent by the others, or the next one.
        }
    }

    private async Task<TimeSpan> TryPass(CancellationToken cancellationToken)
    {
        try
        {
            var sleep = await Pass(cancellationToken);
            if (storeIsAway)
                SchedulerLog.StoreIsBack(logger);
            storeIsAway = false;
            return sleep;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (!storeIsAway)
                SchedulerLog.StoreIsAway(logger, exception, exception.Message);
            storeIsAway = true;
            return BetweenLooks;
        }
    }

    /// <summary>Sends what is due, once.</summary>
    /// <returns>How long to sleep after it.</returns>
    private async Task<TimeSpan> Pass(CancellationToken cancellationToken)
    {
        due.Look();
        var now = clock.GetUtcNow();
        if (await store.NextDue(cancellationToken) is not { } next)
            return WhileEmpty;
        if (next > now)
            return next - now < BetweenLooks ? next - now : BetweenLooks;

        await using var claim = await store.Claim(now, MostAtOnce, cancellationToken);
        if (claim.Messages.Count == 0)
            return WhileHeld;

        var outcome = await sender.Send(claim.Messages, cancellationToken);
        Tell(outcome);

        // Not given up with the process: what was confirmed would be sent again. In real time, as a database's work is.
        using var deadline = new CancellationTokenSource(LongestCompletion);
        now = clock.GetUtcNow();
        await claim.Complete(
            outcome.Sent, outcome.Failed.Keys.ToDictionary(message => message, message => now + WaitOf(message)), now,
            deadline.Token);

        return outcome.BrokerFault is null ? TimeSpan.Zero : BetweenLooks;
    }

    private static TimeSpan WaitOf(ScheduledMessage message)
    {
        var wait = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(message.Failures, 6)));
        return wait < LongestWait ? wait : LongestWait;
    }

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
