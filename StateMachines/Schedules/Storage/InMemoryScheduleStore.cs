using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>Keeps schedules in this process's memory. Forgets with the process.</summary>
public sealed class InMemoryScheduleStore : IScheduleStore
{
    private readonly SortedDictionary<string, StoredSchedule> schedules = new(StringComparer.Ordinal);
    private readonly HashSet<string> claimed = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private TaskCompletionSource released = NewSignal();

    /// <inheritdoc/>
    public async Task<ScheduleChange> Change(
        string name, Func<StoredSchedule?, StoredSchedule?> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        while (true)
        {
            Task claimIsOver;
            lock (gate)
            {
                if (!claimed.Contains(name))
                    return Change(name, change);
                claimIsOver = released.Task;
            }

            await claimIsOver.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task<StoredSchedule?> Get(string name, CancellationToken cancellationToken)
    {
        lock (gate)
            return Task.FromResult(schedules.GetValueOrDefault(name));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredSchedule>> List(ListSchedules query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<StoredSchedule>>(schedules.Values
                .Where(schedule => query.Cursor is null
                    || string.CompareOrdinal(schedule.Definition.Name, query.Cursor) > 0)
                .Where(schedule => query.TaskName is null
                    || string.Equals(schedule.Definition.TaskName, query.TaskName, StringComparison.Ordinal))
                .Take(query.PageSize + 1)
                .ToArray());
        }
    }

    /// <inheritdoc/>
    public Task<DateTimeOffset?> NextAt(CancellationToken cancellationToken)
    {
        lock (gate)
            return Task.FromResult(schedules.Values.Min(schedule => schedule.NextAt));
    }

    /// <inheritdoc/>
    public Task<IScheduleClaim> Claim(DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var due = schedules.Values
                .Where(schedule => schedule.NextAt <= now && !claimed.Contains(schedule.Definition.Name))
                .OrderBy(schedule => schedule.NextAt)
                .Take(most)
                .ToArray();
            claimed.UnionWith(due.Select(schedule => schedule.Definition.Name));
            return Task.FromResult<IScheduleClaim>(new InMemoryScheduleClaim(due, End));
        }
    }

    private ScheduleChange Change(string name, Func<StoredSchedule?, StoredSchedule?> change)
    {
        var before = schedules.GetValueOrDefault(name);
        var after = change(before);
        if (after is null)
            schedules.Remove(name);
        else
            schedules[name] = after;

        return new ScheduleChange { Before = before, After = after };
    }

    private void End(IReadOnlyList<StoredSchedule> held, IReadOnlyCollection<StoredSchedule> changed)
    {
        TaskCompletionSource waiting;
        lock (gate)
        {
            foreach (var schedule in changed)
                schedules[schedule.Definition.Name] = schedule;
            claimed.ExceptWith(held.Select(schedule => schedule.Definition.Name));
            (waiting, released) = (released, NewSignal());
        }

        waiting.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
