namespace Messaging.StateMachines;

/// <summary>A claim on schedules in memory.</summary>
internal sealed class InMemoryScheduleClaim(
    IReadOnlyList<StoredSchedule> schedules,
    Action<IReadOnlyList<StoredSchedule>, IReadOnlyCollection<StoredSchedule>> end)
    : IScheduleClaim
{
    private bool isOver;

    public IReadOnlyList<StoredSchedule> Schedules { get; } = schedules;

    public Task Complete(IReadOnlyCollection<StoredSchedule> schedules, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        End(schedules);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        End([]);
        return ValueTask.CompletedTask;
    }

    private void End(IReadOnlyCollection<StoredSchedule> changed)
    {
        if (isOver)
            return;

        isOver = true;
        end(Schedules, changed);
    }
}
