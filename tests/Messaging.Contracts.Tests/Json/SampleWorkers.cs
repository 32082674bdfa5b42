namespace Messaging.Contracts.Tests;

/// <summary>One message of each kind about workers, with everything in it.</summary>
internal static class SampleWorkers
{
    private static readonly WorkerHeartbeat Heartbeat = new()
    {
        Worker = SampleEvents.Worker,
        Instance = SampleEvents.TaskId,
        Sequence = 5_000_000_000,
        State = WorkerState.Stopping,
        Interval = TimeSpan.FromSeconds(2),
        Host = "node-7",
        ProcessId = 4711,
        Version = "1.2.3.0",
        Queues = [SampleEvents.Queue, "high"],
        Pool = "Async",
        Concurrency = 16,
        InFlight = 3,
        Processed = 6_000_000_000,
        Failed = 4,
        Load = 1.25,
        Memory = 7_000_000_000,
        StartedAt = SampleEvents.At(0),
    };

    private static readonly WorkerStatus Status = new()
    {
        State = WorkerState.Lost, Since = SampleEvents.At(2), SeenAt = SampleEvents.At(1), Heartbeat = Heartbeat,
    };

    private static readonly WorkerTask Task = new()
    {
        TaskId = SampleEvents.TaskId,
        Name = SampleEvents.Name,
        Queue = SampleEvents.Queue,
        Attempt = 2,
        ReceivedAt = SampleEvents.At(1),
        StartedAt = SampleEvents.At(2),
        HeldUntil = SampleEvents.At(3),
    };

    private static readonly WorkerQueue Queue = new() { Name = SampleEvents.Queue, State = WorkerQueueState.Paused };

    private static readonly WorkerRevocations Revocations = new()
    {
        TaskIds = [SampleEvents.TaskId],
        Rules = [new RevocationRule { Header = "Tenant", Value = "17", Time = SampleEvents.At(1), Reason = "closed" }],
    };

    private static readonly WorkerCommand Command = new()
    {
        Kind = WorkerCommandKind.TimeLimit,
        Workers = [SampleEvents.Worker],
        Forgotten = WorkerCommandKind.RateLimit,
        Queue = SampleEvents.Queue,
        TaskName = SampleEvents.Name,
        Rate = "100/m",
        SoftTimeLimit = TimeSpan.FromSeconds(10),
        TimeLimit = TimeSpan.FromSeconds(20),
        Count = 2,
        Least = 3,
        Most = 10,
        Revision = 12,
    };

    public static IReadOnlyList<object> Messages { get; } =
    [
        Heartbeat,
        new TrackerHeartbeat { Time = SampleEvents.At(1) },
        Status,
        new ListWorkers { State = WorkerState.Online },
        new WorkerList { Workers = [Status] },
        Command,
        new WorkerReply
        {
            Worker = SampleEvents.Worker,
            Error = "This worker has no task 'math.ad'.",
            Stats = Heartbeat,
            Tasks = [Task],
            Revoked = Revocations,
            Registered = [SampleEvents.Name],
            Queues = [Queue],
        },
        Task,
        Queue,
        Revocations,
        new PutWorkerSetting { Id = SampleEvents.TaskId, Command = Command },
        new WorkerSettingKept { Revision = 12 },
        new GetWorkerSettings { Worker = SampleEvents.Worker },
        new WorkerSettings { Commands = [Command], Revision = 12 },
    ];
}
