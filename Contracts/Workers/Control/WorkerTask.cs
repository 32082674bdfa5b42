namespace Messaging.Contracts;

/// <summary>A task that a worker holds.</summary>
public sealed record WorkerTask
{
    /// <summary>The task's id.</summary>
    public required Guid TaskId { get; init; }

    /// <summary>The task's name.</summary>
    public required string Name { get; init; }

    /// <summary>The queue it came from, with its prefix.</summary>
    public required string Queue { get; init; }

    /// <summary>Number of the attempt, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>When the worker received it, by the worker's clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When the attempt was started; <c>null</c> if it was not.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Until when it is held; <c>null</c> if it is not.</summary>
    public DateTimeOffset? HeldUntil { get; init; }
}
