using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>A run of a schedule that is to be sent.</summary>
internal sealed record DueRun
{
    /// <summary>What it is a run of.</summary>
    public required Schedule Schedule { get; init; }

    /// <summary>When it is due.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>Id of its task.</summary>
    public required Guid TaskId { get; init; }

    /// <summary>The run of a due time.</summary>
    public static DueRun Of(Schedule schedule, DateTimeOffset due) => new()
    {
        Schedule = schedule,
        Due = due,
        TaskId = ScheduleRuns.IdOf(schedule.Name, due),
    };

    /// <summary>As a schedule remembers it.</summary>
    public ScheduleRun SentAt(DateTimeOffset time) => new()
    {
        TaskId = TaskId,
        Due = Due,
        SentAt = StoredTime.Of(time),
    };
}
