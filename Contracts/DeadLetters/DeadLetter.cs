namespace Messaging.Contracts;

/// <summary>
/// A message that could not be dealt with and is kept: it can be replayed or discarded. There is one for each task.
/// </summary>
public sealed record DeadLetter
{
    /// <summary>Its id: the task's id, or one of its own if the message has no readable one.</summary>
    public required Guid Id { get; init; }

    /// <summary>The task's id; <c>null</c> if the message has no readable one.</summary>
    public Guid? TaskId { get; init; }

    /// <summary>The task's name; <c>null</c> if it is not readable.</summary>
    public string? Name { get; init; }

    /// <summary>Queue that the message came from, prefix included.</summary>
    public required string Queue { get; init; }

    /// <summary>Why it is here.</summary>
    public required DeadLetterReason Reason { get; init; }

    /// <summary>Full type name of the last error, or the reason.</summary>
    public required string ErrorType { get; init; }

    /// <summary>What the last error says, up to 1,000 characters.</summary>
    public required string ErrorMessage { get; init; }

    /// <summary>When it was given up, by the clock of the worker.</summary>
    public required DateTimeOffset DeadAt { get; init; }

    /// <summary>Number of its last attempt, 1-based.</summary>
    public required int Attempt { get; init; }

    /// <summary>How often it had been replayed before.</summary>
    public int Replays { get; init; }

    /// <summary>Length of the message's body in bytes.</summary>
    public required long BodyLength { get; init; }

    /// <summary>The replay that it waits for; <c>null</c> if none was asked for.</summary>
    public Guid? ReplayId { get; init; }
}
