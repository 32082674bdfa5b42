using Messaging.Contracts;

namespace Messaging.StateMachines.Tests;

/// <summary>Schedules in memory, with a count of what a runner asks for, and a way to break it.</summary>
internal sealed class InterceptedSchedules : IScheduleStore
{
    private readonly InMemoryScheduleStore inner = new();

    /// <summary>How often it was asked for the next time.</summary>
    public int Asked { get; private set; }

    /// <summary>How often schedules were claimed.</summary>
    public int Claims { get; private set; }

    /// <summary>Before the next time is told.</summary>
    public Action Asking { get; set; } = () => { };

    public Task<ScheduleChange> Change(
        string name, Func<StoredSchedule?, StoredSchedule?> change, CancellationToken cancellationToken) =>
        inner.Change(name, change, cancellationToken);

    public Task<StoredSchedule?> Get(string name, CancellationToken cancellationToken) =>
        inner.Get(name, cancellationToken);

    public Task<IReadOnlyList<StoredSchedule>> List(ListSchedules query, CancellationToken cancellationToken) =>
        inner.List(query, cancellationToken);

    public Task<DateTimeOffset?> NextAt(CancellationToken cancellationToken)
    {
        Asked++;
        Asking();
        return inner.NextAt(cancellationToken);
    }

    public Task<IScheduleClaim> Claim(DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        Claims++;
        return inner.Claim(now, most, cancellationToken);
    }
}
