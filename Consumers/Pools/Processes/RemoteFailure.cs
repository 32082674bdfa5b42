using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>What a task has thrown in a child process, so that the worker can throw the like of it.</summary>
internal sealed record RemoteFailure
{
    /// <summary>What follows from it.</summary>
    public required RemoteFailureKind Kind { get; init; }

    /// <summary>The exception.</summary>
    public required TaskError Error { get; init; }

    /// <summary>Names of its type and of those that it derives from, with and without namespace.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>When the task wants to be run again.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>Retries that it may have had for that.</summary>
    public int? MaxRetries { get; init; }

    /// <summary>Why it wants that, or is rejected.</summary>
    public RemoteFailure? Cause { get; init; }

    /// <summary>In the child.</summary>
    public static RemoteFailure Of(Exception exception) => new()
    {
        Kind = exception switch
        {
            TaskRetryException => RemoteFailureKind.Retry,
            TaskSnoozedException => RemoteFailureKind.Snooze,
            TaskRequeuedException => RemoteFailureKind.Requeue,
            TaskRejectedException => RemoteFailureKind.Reject,
            TaskIgnoredException => RemoteFailureKind.Ignore,
            OperationCanceledException => RemoteFailureKind.Cancelled,
            _ => RemoteFailureKind.Failed,
        },
        Error = ExecutionEvents.ErrorOf(exception),
        Types = [.. TypesOf(exception.GetType())],
        Delay = exception switch
        {
            TaskRetryException retry => retry.Delay,
            TaskSnoozedException snoozed => snoozed.Delay,
            _ => null,
        },
        MaxRetries = (exception as TaskRetryException)?.MaxRetries,
        Cause = exception is TaskRetryException or TaskRejectedException && exception.InnerException is { } cause
            ? Of(cause)
            : null,
    };

    /// <summary>In the worker.</summary>
    public Exception ToException() => Kind switch
    {
        RemoteFailureKind.Retry => new TaskRetryException(Delay, Cause?.ToException(), MaxRetries),
        RemoteFailureKind.Snooze => new TaskSnoozedException(Delay.GetValueOrDefault()),
        RemoteFailureKind.Requeue => new TaskRequeuedException(Error.Message),
        RemoteFailureKind.Reject => new TaskRejectedException(Error.Message, Cause?.ToException()),
        RemoteFailureKind.Ignore => new TaskIgnoredException(),
        RemoteFailureKind.Cancelled => new RemoteCancelledException(this),
        _ => new RemoteException(this),
    };

    private static IEnumerable<string> TypesOf(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            yield return current.Name;
            if (current.FullName is { } name)
                yield return name;
        }
    }
}

/// <summary>What follows from a failure in a child process.</summary>
internal enum RemoteFailureKind
{
    Failed = 0,
    Retry = 1,
    Snooze = 2,
    Cancelled = 3,
    Requeue = 4,
    Reject = 5,
    Ignore = 6,
}
