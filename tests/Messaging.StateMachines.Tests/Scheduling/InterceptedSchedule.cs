using Messaging.Contracts;

namespace Messaging.StateMachines.Tests;

/// <summary>A store of scheduled messages, in memory, that lets tests in.</summary>
internal sealed class InterceptedSchedule : IScheduledMessageStore
{
    private readonly InMemoryScheduledMessageStore inner = new();

    /// <summary>Before anything is done.</summary>
    public Action Using { get; set; } = () => { };

    /// <summary>How often somebody has looked for what is due.</summary>
    public int Looks { get; private set; }

    public Task Save(
        IReadOnlyCollection<ScheduledMessage> messages,
        IReadOnlyCollection<CancelledMessage> cancelled,
        CancellationToken cancellationToken)
    {
        Using();
        return inner.Save(messages, cancelled, cancellationToken);
    }

    public Task<DateTimeOffset?> NextDue(CancellationToken cancellationToken)
    {
        Using();
        Looks++;
        return inner.NextDue(cancellationToken);
    }

    public Task<IScheduledClaim> Claim(DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        Using();
        return inner.Claim(now, most, cancellationToken);
    }

    public Task<IScheduledClaim> Claim(IReadOnlyCollection<Guid> taskIds, CancellationToken cancellationToken)
    {
        Using();
        return inner.Claim(taskIds, cancellationToken);
    }

    public Task<IScheduledClaim> Claim(
        RevocationRule rule, Guid afterToken, int afterAttempt, int most, CancellationToken cancellationToken) =>
        inner.Claim(rule, afterToken, afterAttempt, most, cancellationToken);

    public Task<IReadOnlyList<ScheduledItem>> List(
        ListScheduled query, ScheduledPlace? after, CancellationToken cancellationToken) =>
        inner.List(query, after, cancellationToken);

    public Task<IReadOnlyList<ScheduledCount>> Count(CountScheduled query, CancellationToken cancellationToken) =>
        inner.Count(query, cancellationToken);

    public Task<long> Forget(DateTimeOffset before, CancellationToken cancellationToken) =>
        inner.Forget(before, cancellationToken);
}
