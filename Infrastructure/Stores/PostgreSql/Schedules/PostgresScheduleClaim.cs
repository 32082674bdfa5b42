using Messaging.StateMachines;

namespace Messaging.Stores.PostgreSql;

/// <summary>Schedules whose rows a transaction holds.</summary>
internal sealed class PostgresScheduleClaim(
    ClaimTransaction transaction, string table, IReadOnlyList<StoredSchedule> schedules) : IScheduleClaim
{
    public IReadOnlyList<StoredSchedule> Schedules => schedules;

    public Task Complete(
        IReadOnlyCollection<StoredSchedule> schedules, CancellationToken cancellationToken) =>
        transaction.Complete(schedules.Select(schedule => ScheduleRows.Advance(table, schedule)), cancellationToken);

    public ValueTask DisposeAsync() => transaction.DisposeAsync();
}
