namespace Messaging.Contracts;

/// <summary>Asks for a task's status. Answered at once by <see cref="TaskStatus"/>.</summary>
public sealed record GetTaskStatus
{
    /// <summary>The task's id.</summary>
    public required Guid TaskId { get; init; }
}
