namespace Messaging.Contracts;

/// <summary>A message that waits in the scheduler.</summary>
public sealed record ScheduledItem
{
    /// <summary>The task's id; of a message that is no task, the token that it is cancelled by.</summary>
    public required Guid Id { get; init; }

    /// <summary>Number of the attempt that it asks for; 0 for a message that is no task.</summary>
    public required int Attempt { get; init; }

    /// <summary>When it is due.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>When it is sent: when it is due, or later if it could not be sent then.</summary>
    public required DateTimeOffset TryAt { get; init; }

    /// <summary>How often it could not be sent although the broker was there.</summary>
    public int Failures { get; init; }

    /// <summary>Queue that it goes to, prefix included.</summary>
    public required string Queue { get; init; }

    /// <summary>The task's name; <c>null</c> if it is none, or its sender does not know it.</summary>
    public string? Name { get; init; }
}
