using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>A dead letter as it is kept: all that is needed to show it and to send it again.</summary>
public sealed record StoredDeadLetter
{
    /// <summary>The task's id, or one made of the message if that has none.</summary>
    public required Guid Id { get; init; }

    /// <summary>The task's id; <c>null</c> if the message has no readable one.</summary>
    public Guid? TaskId { get; init; }

    /// <summary>The task's name; <c>null</c> if it is not readable.</summary>
    public string? Name { get; init; }

    /// <summary>Queue that the message came from, prefix included.</summary>
    public required string Queue { get; init; }

    /// <summary>Why it is dead.</summary>
    public required DeadLetterReason Reason { get; init; }

    /// <summary>The last error.</summary>
    public required TaskError Error { get; init; }

    /// <summary>When it was given up, by the clock of the worker. To the microsecond.</summary>
    public required DateTimeOffset DeadAt { get; init; }

    /// <summary>When it was stored, by the clock of the tracker. It expires by this.</summary>
    public required DateTimeOffset KeptAt { get; init; }

    /// <summary>Number of its last attempt, 1-based.</summary>
    public required int Attempt { get; init; }

    /// <summary>How often it had been replayed before.</summary>
    public int Replays { get; init; }

    /// <summary>The transport's headers; those of an envelope are in the body.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Media type of the body; <c>null</c> if its sender gave none.</summary>
    public string? ContentType { get; init; }

    /// <summary>The body as it was received, whole.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The replay that it waits for; <c>null</c> if none was asked for.</summary>
    public Guid? ReplayId { get; init; }

    /// <summary>Queue that it is replayed to, prefix included; <c>null</c> for <see cref="Queue"/>.</summary>
    public string? ReplayQueue { get; init; }

    /// <summary>How often it could not be sent although the broker was there.</summary>
    public int Failures { get; init; }
}
