namespace Messaging.Contracts;

/// <summary>
/// Asks to be told when a task has ended. Answered by <see cref="TaskStatus"/>, at once if it has, else by whichever
/// tracker commits its final state. The task need not be known yet.
/// </summary>
public sealed record WaitForTask
{
    /// <summary>The task's id.</summary>
    public required Guid TaskId { get; init; }

    /// <summary>When the asker stops waiting; no answer is sent after that.</summary>
    public required DateTimeOffset Until { get; init; }
}
