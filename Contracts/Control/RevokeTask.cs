namespace Messaging.Contracts;

/// <summary>
/// Calls a task off. Sent to the trackers, which remember it, and published to the workers, which act on it.
/// </summary>
public sealed record RevokeTask
{
    /// <summary>The task's id.</summary>
    public required Guid TaskId { get; init; }

    /// <summary>How far to go. <see cref="RevokeMode.BeforeStart"/> by default.</summary>
    public RevokeMode Mode { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Why, for whoever reads the task's history.</summary>
    public string? Reason { get; init; }
}
