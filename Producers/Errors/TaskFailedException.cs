using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>A task whose result was asked for has ended without one.</summary>
public sealed class TaskFailedException : Exception
{
    internal TaskFailedException(
        Guid taskId, string? taskName, TaskState state, TaskError? error, Exception? cause = null)
        : base(Describe(taskId, taskName, state, error), cause)
    {
        TaskId = taskId;
        TaskName = taskName;
        State = state;
        RemoteType = error?.Type;
        RemoteMessage = error?.Message;
        RemoteStackTrace = error?.StackTrace;
    }

    /// <summary>The task's id.</summary>
    public Guid TaskId { get; }

    /// <summary>The task's name; <c>null</c> if unknown.</summary>
    public string? TaskName { get; }

    /// <summary><c>Failed</c>, <c>Expired</c>, <c>Rejected</c> or <c>Ignored</c>.</summary>
    public TaskState State { get; }

    /// <summary>Full type name of the exception at the worker.</summary>
    public string? RemoteType { get; }

    /// <summary>Its message.</summary>
    public string? RemoteMessage { get; }

    /// <summary>Its stack trace.</summary>
    public string? RemoteStackTrace { get; }

    private static string Describe(Guid taskId, string? name, TaskState state, TaskError? error) =>
        error is null
            ? $"Task {taskId} ({name}) ended as {state}."
            : $"Task {taskId} ({name}) ended as {state} with {error.Type}: {error.Message}";
}
