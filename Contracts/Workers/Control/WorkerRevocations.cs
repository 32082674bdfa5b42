namespace Messaging.Contracts;

/// <summary>What a worker knows to be revoked.</summary>
public sealed record WorkerRevocations
{
    /// <summary>Ids of single tasks, at most 10,000.</summary>
    public required IReadOnlyList<Guid> TaskIds { get; init; }

    /// <summary>Rules about tasks with a name or a header, the latest first, at most 100.</summary>
    public required IReadOnlyList<RevocationRule> Rules { get; init; }
}
