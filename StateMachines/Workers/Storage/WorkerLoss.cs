namespace Messaging.StateMachines;

/// <summary>A worker was lost.</summary>
public sealed record WorkerLoss
{
    /// <summary>Tells it from other losses.</summary>
    public required long Id { get; init; }

    /// <summary>The worker's name.</summary>
    public required string Worker { get; init; }

    /// <summary>When it was last heard of, by the store's clock.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>
    /// When the worker of that name started that is there now, by its own clock: what it runs is not lost. <c>null</c> if
    /// there is none but the lost one.
    /// </summary>
    public DateTimeOffset? Before { get; init; }
}
