using Messaging.Contracts;
using Messaging.StateMachines;

namespace Messaging.Testing;

/// <summary>Schedules for tests of stores.</summary>
public static class SampleSchedules
{
    /// <summary>A time in whole microseconds.</summary>
    public static DateTimeOffset Noon { get; } =
        new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddMicroseconds(123_457);

    /// <summary>A definition with only what it must have.</summary>
    public static Schedule Definition(string name, Trigger? trigger = null) => new()
    {
        Name = name,
        TaskName = "math.add",
        MessageTypes = ["urn:message:Messaging.Testing:Add"],
        Arguments = """{"x":1,"y":2}""",
        Trigger = trigger ?? Trigger.Every(TimeSpan.FromMinutes(1)),
        Queue = "default",
    };

    /// <summary>A schedule that is next looked at at a time.</summary>
    public static StoredSchedule At(string name, DateTimeOffset? next) => new()
    {
        Definition = Definition(name),
        CreatedAt = Noon,
        ChangedAt = Noon,
        NextDue = next,
        NextAt = next,
    };

    /// <summary>A schedule with a value in every property.</summary>
    public static StoredSchedule Full(string name) => new()
    {
        Definition = Definition(name, Trigger.Cron("0 3 * * *", "Europe/Paris")) with
        {
            Arguments = """{"text":"caf\u00e9 \u0000 \"quoted\""}""",
            Priority = 5,
            MaxRetries = 2,
            SoftTimeLimit = TimeSpan.FromSeconds(10),
            TimeLimit = TimeSpan.FromSeconds(20),
            IgnoreResult = true,
            Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["tenant"] = "north" },
            ExpiresAfter = TimeSpan.FromHours(1),
            Deadline = TimeSpan.FromHours(2),
            Overlap = ScheduleOverlap.Skip,
            Jitter = TimeSpan.FromMinutes(3),
            Origin = ScheduleOrigin.Code,
        },
        Declared = Definition(name, Trigger.Once(Noon)),
        Paused = true,
        CreatedAt = Noon,
        ChangedAt = Noon.AddMicroseconds(1),
        NextDue = Noon.AddMicroseconds(2),
        NextAt = Noon.AddMicroseconds(3),
        LastDue = Noon.AddMicroseconds(4),
        Runs =
        [
            new ScheduleRun { TaskId = Guid.CreateVersion7(), Due = Noon.AddDays(-1), SentAt = Noon.AddMicroseconds(5) },
            new ScheduleRun { TaskId = Guid.CreateVersion7(), Due = Noon.AddDays(-2), SentAt = Noon.AddDays(-2) },
        ],
        RunCount = 5_000_000_000,
        SkippedCount = 6_000_000_000,
        MissedCount = 7_000_000_000,
    };
}
