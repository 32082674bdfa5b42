using Messaging.Contracts;

namespace Messaging.StateMachines.Tests;

/// <summary>Events of one task for examples.</summary>
internal static class Told
{
    public static readonly Guid TaskId = new("0195a1b2-0000-7000-8000-000000000001");

    public static DateTimeOffset At(double seconds) =>
        new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddSeconds(seconds);

    public static TaskSubmitted Submitted(double at = 0, Guid? taskId = null) => new()
    {
        TaskId = taskId ?? TaskId, Time = At(at), Name = "math.add", Queue = "high", Arguments = """{"x":1}""",
    };

    public static TaskScheduled Scheduled(double eta) =>
        new() { TaskId = TaskId, Time = At(0), Name = "math.add", Queue = "high", Eta = At(eta) };

    public static TaskReplayed Replayed(int attempt, double at, string queue = "default") =>
        new() { TaskId = TaskId, Time = At(at), Name = "math.add", Queue = queue, Attempt = attempt };

    public static RevokeTask Revoke(double at, RevokeMode mode, string? reason) =>
        new() { TaskId = TaskId, Time = At(at), Mode = mode, Reason = reason };

    /// <summary>A run that is received and started at one time.</summary>
    public static TaskRun Run(int number, double at, string worker = "w1", Guid? taskId = null) =>
        new(new Random(1), taskId ?? TaskId, number, worker, At(at), RootId: null) { StartedAt = At(at) };

    public static TaskSucceeded Succeeded(this TaskRun run, double at, string? result = null) =>
        (TaskSucceeded)run.Ended(At(at), TaskState.Succeeded, isSubmitted: true) with { Result = result };

    public static TaskRunEvent Ended(this TaskRun run, double at, TaskState outcome) =>
        run.Ended(At(at), outcome, isSubmitted: true);
}
