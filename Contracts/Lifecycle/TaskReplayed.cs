namespace Messaging.Contracts;

/// <summary>
/// The message of a task that had ended was sent again from the dead letters. The task is open again, unless it has
/// succeeded.
/// </summary>
public sealed record TaskReplayed : TaskEvent
{
    /// <summary>The task's name; <c>null</c> if the message does not say.</summary>
    public string? Name { get; init; }

    /// <summary>Queue that it was sent to.</summary>
    public required string Queue { get; init; }

    /// <summary>Number of the attempt that the message asks for: more than any before it.</summary>
    public required int Attempt { get; init; }
}
