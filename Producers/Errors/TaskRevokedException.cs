namespace Messaging.Producers;

/// <summary>A task whose result was asked for was revoked.</summary>
public sealed class TaskRevokedException : Exception
{
    internal TaskRevokedException(Guid taskId, string? taskName, string? reason)
        : base($"Task {taskId} ({taskName}) was revoked{(reason is null ? "." : $": {reason}")}")
    {
        TaskId = taskId;
        TaskName = taskName;
    }

    /// <summary>The task's id.</summary>
    public Guid TaskId { get; }

    /// <summary>The task's name; <c>null</c> if unknown.</summary>
    public string? TaskName { get; }
}
