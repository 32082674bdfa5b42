using System.Globalization;
using Messaging.Contracts;

namespace Messaging.StateMachines.Tests;

/// <summary>One run of a task by one worker, and what the worker tells of it.</summary>
internal sealed record TaskRun(
    Random Random, Guid TaskId, int Number, string Worker, DateTimeOffset ReceivedAt, Guid? RootId)
{
    private const string Queue = "default";

    public DateTimeOffset? StartedAt { get; set; }

    public TaskReceived Received(string? arguments) => new()
    {
        TaskId = TaskId, Time = ReceivedAt, Attempt = Number, Worker = Worker, ReceivedAt = ReceivedAt,
        Name = "math.add", Queue = Queue, RootId = RootId, Arguments = arguments,
    };

    public TaskStarted Started() => new()
    {
        TaskId = TaskId, Time = StartedAt.GetValueOrDefault(), Attempt = Number, Worker = Worker,
        ReceivedAt = ReceivedAt, Name = "math.add", Queue = Queue, RootId = RootId,
    };

    public TaskProgressed Progressed(DateTimeOffset time) => new()
    {
        TaskId = TaskId, Time = time, Attempt = Number, Worker = Worker, ReceivedAt = ReceivedAt, Name = "math.add",
        Queue = Queue, RootId = RootId, Progress = new TaskProgress
        {
            Current = Random.Next(3), Total = 3 + Random.Next(2), Message = Either(null, "loading", "adding"),
        },
    };

    public TaskStateSet StateSet(DateTimeOffset time) => new()
    {
        TaskId = TaskId, Time = time, Attempt = Number, Worker = Worker, ReceivedAt = ReceivedAt, Name = "math.add",
        Queue = Queue, RootId = RootId, CustomState = Either("Loading", "Adding")!, Meta = Either(null, "1", "2"),
    };

    public TaskPutBack PutBack(DateTimeOffset time) => new()
    {
        TaskId = TaskId, Time = time, Attempt = Number, Worker = Worker, ReceivedAt = ReceivedAt, Name = "math.add",
        Queue = Queue, RootId = RootId, StartedAt = StartedAt,
    };

    public TaskRunEvent Ended(DateTimeOffset time, TaskState outcome, bool isSubmitted) => outcome switch
    {
        TaskState.Retrying => new TaskRetrying
        {
            TaskId = TaskId, Time = time, Attempt = Number, Worker = Worker, ReceivedAt = ReceivedAt, Name = "math.add",
            Queue = Queue, RootId = RootId, StartedAt = StartedAt, Error = Error(),
            NextAttemptAt = time.AddTicks(12_345),
        },
        TaskState.Succeeded => new TaskSucceeded
        {
            TaskId = TaskId, Time = time, Attempt = Number, Worker = Worker, ReceivedAt = ReceivedAt, Name = "math.add",
            Queue = Queue, RootId = RootId, StartedAt = StartedAt,
            Result = Either(null, Random.Next().ToString(CultureInfo.InvariantCulture)),
        },
        TaskState.Failed => new TaskFailed
        {
            TaskId = TaskId, Time = time, Attempt = Number, Worker = Worker, ReceivedAt = ReceivedAt, Name = "math.add",
            Queue = Queue, RootId = RootId, StartedAt = StartedAt, Error = Error(),
        },
        TaskState.Revoked => new TaskRevoked
        {
            TaskId = TaskId, Time = time, Attempt = Number, Worker = Worker, ReceivedAt = ReceivedAt, Name = "math.add",
            Queue = Queue, RootId = RootId, StartedAt = StartedAt, Reason = Either(null, "no longer needed"),
        },
        TaskState.Expired => new TaskExpired
        {
            TaskId = TaskId, Time = time, Attempt = Number, Worker = Worker, ReceivedAt = ReceivedAt, Name = "math.add",
            Queue = Queue, RootId = RootId, Expires = time.AddTicks(-5),
        },
        TaskState.Rejected => new TaskRejected
        {
            // Whoever does not know a task does not know the name that its contract gives it either.
            TaskId = TaskId, Time = time, Attempt = Number, Worker = Worker, ReceivedAt = ReceivedAt, Queue = Queue,
            Name = isSubmitted || StartedAt is not null ? "math.add" : "Calculator.Add", StartedAt = StartedAt,
            Error = Error(),
        },
        TaskState.Ignored => new TaskIgnored
        {
            TaskId = TaskId, Time = time, Attempt = Number, Worker = Worker, ReceivedAt = ReceivedAt, Name = "math.add",
            Queue = Queue, RootId = RootId, StartedAt = StartedAt,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "No run ends so."),
    };

    private TaskError Error() => new() { Type = "System.TimeoutException", Message = $"Failure {Random.Next()}" };

    private string? Either(params string?[] choices) => choices[Random.Next(choices.Length)];
}
