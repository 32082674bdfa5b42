namespace Messaging.Contracts.Tests;

/// <summary>One lifecycle event of each kind, with a value in every property.</summary>
internal static class SampleEvents
{
    public const string Name = "math.add";
    public const string Queue = "numbers";
    public const string Worker = "worker@host-1";
    public const string Arguments = "{\"left\":1,\"right\":2}";

    public static readonly Guid TaskId = new("0198f3a1-0000-7000-8000-000000000001");
    public static readonly Guid RootId = new("0198f3a1-0000-7000-8000-000000000002");
    public static readonly Guid ParentId = new("0198f3a1-0000-7000-8000-000000000003");

    /// <summary>The event of a task that is no part of a tree.</summary>
    public static readonly TaskStarted Minimal = new()
    {
        TaskId = TaskId, Time = At(4), Attempt = 1, Worker = Worker, ReceivedAt = At(3), Name = Name, Queue = Queue,
    };

    /// <summary>A time with an offset and with the smallest fraction there is.</summary>
    public static DateTimeOffset At(int minute) =>
        new DateTimeOffset(2025, 1, 2, 3, minute, 5, TimeSpan.FromHours(2)).AddTicks(1_234_567);

    public static IReadOnlyList<TaskEvent> OfEachKind(TaskError error, TaskProgress progress) =>
    [
        new TaskSubmitted
        {
            TaskId = TaskId, Time = At(1), Name = Name, Queue = Queue, Arguments = Arguments,
            Eta = At(2), Expires = At(9), RootId = RootId, ParentId = ParentId,
        },
        new TaskScheduled { TaskId = TaskId, Time = At(1), Name = Name, Queue = Queue, Eta = At(2) },
        new TaskReceived
        {
            TaskId = TaskId, Time = At(3), Attempt = 2, Worker = Worker, ReceivedAt = At(3), Name = Name, Queue = Queue,
            RootId = RootId, ParentId = ParentId,
            Arguments = Arguments,
        },
        new TaskStarted
        {
            TaskId = TaskId, Time = At(4), Attempt = 2, Worker = Worker, ReceivedAt = At(3), Name = Name, Queue = Queue,
            RootId = RootId, ParentId = ParentId, FailsIfLost = true,
        },
        new TaskProgressed
        {
            TaskId = TaskId, Time = At(5), Attempt = 2, Worker = Worker, ReceivedAt = At(3), Name = Name, Queue = Queue,
            RootId = RootId, ParentId = ParentId,
            Progress = progress,
        },
        new TaskStateSet
        {
            TaskId = TaskId, Time = At(5), Attempt = 2, Worker = Worker, ReceivedAt = At(3), Name = Name, Queue = Queue,
            RootId = RootId, ParentId = ParentId,
            CustomState = "uploading", Meta = "{\"file\":\"a\"}",
        },
        new TaskRetrying
        {
            TaskId = TaskId, Time = At(6), Attempt = 2, Worker = Worker, ReceivedAt = At(3), Name = Name, Queue = Queue,
            RootId = RootId, ParentId = ParentId,
            StartedAt = At(4), Error = error, NextAttemptAt = At(7),
        },
        new TaskSucceeded
        {
            TaskId = TaskId, Time = At(6), Attempt = 2, Worker = Worker, ReceivedAt = At(3), Name = Name, Queue = Queue,
            RootId = RootId, ParentId = ParentId,
            StartedAt = At(4), Result = "3",
        },
        new TaskFailed
        {
            TaskId = TaskId, Time = At(6), Attempt = 2, Worker = Worker, ReceivedAt = At(3), Name = Name, Queue = Queue,
            RootId = RootId, ParentId = ParentId,
            StartedAt = At(4), Error = error,
        },
        new TaskRevoked
        {
            TaskId = TaskId, Time = At(6), Attempt = 2, Worker = Worker, ReceivedAt = At(3), Name = Name, Queue = Queue,
            RootId = RootId, ParentId = ParentId,
            StartedAt = At(4), Reason = "no longer needed",
        },
        new TaskExpired
        {
            TaskId = TaskId, Time = At(6), Attempt = 2, Worker = Worker, ReceivedAt = At(3), Name = Name, Queue = Queue,
            RootId = RootId, ParentId = ParentId,
            Expires = At(5),
        },
        new TaskRejected
        {
            TaskId = TaskId, Time = At(6), Attempt = 2, Worker = Worker, ReceivedAt = At(3), Name = Name, Queue = Queue,
            RootId = RootId, ParentId = ParentId,
            StartedAt = At(4), Error = error,
        },
        new TaskPutBack
        {
            TaskId = TaskId, Time = At(6), Attempt = 2, Worker = Worker, ReceivedAt = At(3), Name = Name, Queue = Queue,
            RootId = RootId, ParentId = ParentId,
            StartedAt = At(4),
        },
        new TaskIgnored
        {
            TaskId = TaskId, Time = At(6), Attempt = 2, Worker = Worker, ReceivedAt = At(3), Name = Name, Queue = Queue,
            RootId = RootId, ParentId = ParentId,
            StartedAt = At(4),
        },
        new TaskReplayed { TaskId = TaskId, Time = At(7), Name = Name, Queue = Queue, Attempt = 3 },
    ];
}
