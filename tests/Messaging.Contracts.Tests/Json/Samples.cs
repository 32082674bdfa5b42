namespace Messaging.Contracts.Tests;

/// <summary>One of each message, with a value in every property, and a few that have only what they must.</summary>
internal static class Samples
{
    private const string Minimal = ".minimal";

    private static readonly TaskError Error = new()
    {
        Type = "System.IO.IOException",
        Message = "No \"space\" left <on> device & caf\u00e9",
        StackTrace = "   at Consume()\n   at Run()",
    };

    private static readonly TaskProgress Progress = new() { Current = 3, Total = 5_000_000_000, Message = "halfway" };

    private static readonly TaskAttempt Attempt = new()
    {
        Number = 2,
        Worker = SampleEvents.Worker,
        Queue = SampleEvents.Queue,
        ReceivedAt = SampleEvents.At(3),
        StartedAt = SampleEvents.At(4),
        FinishedAt = SampleEvents.At(5),
        Outcome = TaskState.Retrying,
        Error = Error,
        NextAttemptAt = SampleEvents.At(6),
    };

    private static readonly RevokeTask Revocation = new()
    {
        TaskId = SampleEvents.TaskId,
        Mode = RevokeMode.Terminate,
        Time = SampleEvents.At(7),
        Reason = "no longer needed",
    };

    private static readonly TaskStatus Status = new()
    {
        TaskId = SampleEvents.TaskId,
        State = TaskState.Failed,
        Name = SampleEvents.Name,
        Queue = SampleEvents.Queue,
        Worker = SampleEvents.Worker,
        Attempt = 2,
        SubmittedAt = SampleEvents.At(0),
        Eta = SampleEvents.At(1),
        Expires = SampleEvents.At(9),
        StartedAt = SampleEvents.At(4),
        FinishedAt = SampleEvents.At(5),
        RevokeRequestedAt = SampleEvents.At(7),
        RootId = SampleEvents.RootId,
        ParentId = SampleEvents.ParentId,
        Arguments = SampleEvents.Arguments,
        Result = "3",
        Error = Error,
        Progress = Progress,
        CustomState = "uploading",
        CustomStateMeta = "{\"file\":\"a\"}",
        Attempts = [Attempt with { Number = 1 }, Attempt],
    };

    private static readonly Dictionary<string, long> Counts = new(StringComparer.Ordinal)
    {
        ["Pending"] = 1,
        ["Succeeded"] = 5_000_000_000,
    };

    private static readonly object[] Messages =
    [
        .. SampleEvents.OfEachKind(Error, Progress),
        new TaskEvents { Events = SampleEvents.OfEachKind(Error, Progress) },
        Error,
        Progress,
        Attempt,
        Status,
        Revocation,
        new TaskReply { TaskId = SampleEvents.TaskId, State = TaskState.Failed, Result = "3", Error = Error },
        new GetRevokedTasks { Worker = SampleEvents.Worker },
        new RevokedTasks { Tasks = [Revocation] },
        new GetTaskStatus { TaskId = SampleEvents.TaskId },
        new WaitForTask { TaskId = SampleEvents.TaskId, Until = SampleEvents.At(8) },
        new CountTasks { RootId = SampleEvents.RootId, Name = SampleEvents.Name, Queue = SampleEvents.Queue },
        new TaskCounts { States = Counts },
        new TruncatedPayload { Bytes = 5_000_000_000, Limit = 1_048_576, Start = "{\"text\":\"caf\u00e9" },
    ];

    /// <summary>By type name.</summary>
    public static IReadOnlyDictionary<string, object> Full { get; } =
        Messages.ToDictionary(message => message.GetType().Name, StringComparer.Ordinal);

    /// <summary>Full and minimal ones, by the name of their golden file.</summary>
    public static IReadOnlyDictionary<string, object> All { get; } = new Dictionary<string, object>(
        Full, StringComparer.Ordinal)
    {
        [nameof(TaskStatus) + Minimal] = new TaskStatus { TaskId = SampleEvents.TaskId, State = TaskState.Unknown },
        [nameof(TaskStarted) + Minimal] = SampleEvents.Minimal,
        [nameof(TaskReply) + Minimal] = new TaskReply { TaskId = SampleEvents.TaskId, State = TaskState.Succeeded },
    };

    /// <summary>Every sealed record of the contracts; what <c>with</c> calls tells it from a class.</summary>
    public static IEnumerable<Type> MessageTypes { get; } = typeof(ITask).Assembly.GetTypes()
        .Where(type => type.IsSealed && type.GetMethod("<Clone>$") is not null)
        .OrderBy(type => type.Name, StringComparer.Ordinal);
}
