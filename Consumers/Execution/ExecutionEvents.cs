using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>Writes the lifecycle events of an execution.</summary>
internal static class ExecutionEvents
{
    private const int LongestStackTrace = 16_000;

    public static TaskReceived Received(this TaskExecution run, int attempt, string? arguments) => new()
    {
        TaskId = run.TaskId, Time = run.ReceivedAt, Attempt = attempt, Worker = run.Worker, Name = run.Name,
        Queue = run.Queue, ReceivedAt = run.ReceivedAt, RootId = run.RootId, ParentId = run.ParentId,
        Arguments = arguments,
    };

    public static TaskStarted Started(this TaskExecution run, int attempt, DateTimeOffset time) => new()
    {
        TaskId = run.TaskId, Time = time, Attempt = attempt, Worker = run.Worker, Name = run.Name,
        Queue = run.Queue, ReceivedAt = run.ReceivedAt, RootId = run.RootId, ParentId = run.ParentId,
        FailsIfLost = run.FailsIfLost,
    };

    public static TaskPutBack PutBack(this TaskExecution run, DateTimeOffset time) => new()
    {
        TaskId = run.TaskId, Time = time, Attempt = run.Attempt, Worker = run.Worker, Name = run.Name,
        Queue = run.Queue, ReceivedAt = run.ReceivedAt, RootId = run.RootId, ParentId = run.ParentId,
        StartedAt = run.StartedAt,
    };

    public static TaskProgressed Progressed(this TaskExecution run, DateTimeOffset time, TaskProgress progress) => new()
    {
        TaskId = run.TaskId, Time = time, Attempt = run.Attempt, Worker = run.Worker, Name = run.Name,
        Queue = run.Queue, ReceivedAt = run.ReceivedAt, RootId = run.RootId, ParentId = run.ParentId,
        Progress = progress,
    };

    public static TaskStateSet StateSet(
        this TaskExecution run, DateTimeOffset time, string state, string? meta) => new()
    {
        TaskId = run.TaskId, Time = time, Attempt = run.Attempt, Worker = run.Worker, Name = run.Name,
        Queue = run.Queue, ReceivedAt = run.ReceivedAt, RootId = run.RootId, ParentId = run.ParentId,
        CustomState = state, Meta = meta,
    };

    public static TaskRetrying Retrying(
        this TaskExecution run, DateTimeOffset time, Exception exception, DateTimeOffset next) => new()
    {
        TaskId = run.TaskId, Time = time, Attempt = run.Attempt, Worker = run.Worker, Name = run.Name,
        Queue = run.Queue, ReceivedAt = run.ReceivedAt, RootId = run.RootId, ParentId = run.ParentId,
        StartedAt = run.StartedAt, Error = run.ErrorToKeep(exception),
        NextAttemptAt = next,
    };

    /// <summary>The event that ends the task, and the message with it.</summary>
    public static TaskRunEvent Ended(this TaskExecution run, DateTimeOffset time, Exception? failure)
    {
        if (run.Dropped == TaskState.Expired)
        {
            return new TaskExpired
            {
                TaskId = run.TaskId, Time = time, Attempt = run.Attempt, Worker = run.Worker, Name = run.Name,
                Queue = run.Queue, ReceivedAt = run.ReceivedAt, RootId = run.RootId, ParentId = run.ParentId,
                Expires = run.Expires ?? time,
            };
        }

        if (run.Dropped == TaskState.Revoked)
        {
            return new TaskRevoked
            {
                TaskId = run.TaskId, Time = time, Attempt = run.Attempt, Worker = run.Worker, Name = run.Name,
                Queue = run.Queue, ReceivedAt = run.ReceivedAt, RootId = run.RootId, ParentId = run.ParentId,
                StartedAt = run.StartedAt,
                Reason = run.Revocation?.Reason,
            };
        }

        if (run.Dropped == TaskState.Ignored)
        {
            return new TaskIgnored
            {
                TaskId = run.TaskId, Time = time, Attempt = run.Attempt, Worker = run.Worker, Name = run.Name,
                Queue = run.Queue, ReceivedAt = run.ReceivedAt, RootId = run.RootId, ParentId = run.ParentId,
                StartedAt = run.StartedAt,
            };
        }

        if (failure is TaskRejectedException rejected)
        {
            return new TaskRejected
            {
                TaskId = run.TaskId, Time = time, Attempt = run.Attempt, Worker = run.Worker, Name = run.Name,
                Queue = run.Queue, ReceivedAt = run.ReceivedAt, RootId = run.RootId, ParentId = run.ParentId,
                StartedAt = run.StartedAt, Error = run.ErrorToKeep(rejected) with { Type = "Rejected" },
            };
        }

        if (failure is not null)
        {
            return new TaskFailed
            {
                TaskId = run.TaskId, Time = time, Attempt = run.Attempt, Worker = run.Worker, Name = run.Name,
                Queue = run.Queue, ReceivedAt = run.ReceivedAt, RootId = run.RootId, ParentId = run.ParentId,
                StartedAt = run.StartedAt, Error = run.ErrorToKeep(failure),
            };
        }

        return new TaskSucceeded
        {
            TaskId = run.TaskId, Time = time, Attempt = run.Attempt, Worker = run.Worker, Name = run.Name,
            Queue = run.Queue, ReceivedAt = run.ReceivedAt, RootId = run.RootId, ParentId = run.ParentId,
            StartedAt = run.StartedAt, Result = run.Result,
        };
    }

    /// <summary>The same end as an answer to a caller that waits for it.</summary>
    public static TaskReply Reply(this TaskRunEvent ended) => new()
    {
        TaskId = ended.TaskId,
        State = ended switch
        {
            TaskSucceeded => TaskState.Succeeded,
            TaskFailed => TaskState.Failed,
            TaskRevoked => TaskState.Revoked,
            TaskExpired => TaskState.Expired,
            TaskIgnored => TaskState.Ignored,
            _ => TaskState.Rejected,
        },
        Result = (ended as TaskSucceeded)?.Result,
        Error = ended switch
        {
            TaskFailed failed => failed.Error,
            TaskRejected rejected => rejected.Error,
            TaskRevoked { Reason: { } reason } => new TaskError { Type = "Revoked", Message = reason },
            _ => null,
        },
    };

    /// <summary>A task whose results are ignored may want its errors ignored too: then only their kind is told.</summary>
    private static TaskError ErrorToKeep(this TaskExecution run, Exception exception) =>
        run.IgnoreResult && !run.Policy.StoreErrorsEvenIfIgnored
            ? new TaskError
            {
                Type = TypeOf(exception),
                Message = "Not kept: the task's policy keeps neither results nor errors (StoreErrorsEvenIfIgnored).",
            }
            : ErrorOf(exception);

    /// <summary>Full name of the type, also of what was thrown in a child process; or the name that it has here.</summary>
    public static string TypeOf(Exception exception) => exception switch
    {
        IRemoteException remote => remote.Failure.Error.Type,
        ITypedError typed => typed.Type,
        _ => exception.GetType().FullName ?? exception.GetType().Name,
    };

    public static TaskError ErrorOf(Exception exception)
    {
        if (exception is IRemoteException remote)
            return remote.Failure.Error;

        var trace = exception.ToString();
        return new TaskError
        {
            Type = TypeOf(exception),
            Message = exception.Message,
            StackTrace = trace.Length <= LongestStackTrace ? trace : trace[..LongestStackTrace] + " … (cut)",
        };
    }
}
