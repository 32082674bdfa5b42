namespace Messaging.Contracts;

/// <summary>Leases of one concurrency limit that were waited for and may be used.</summary>
public sealed record LeaseGrant
{
    /// <summary>The limit: the task's name.</summary>
    public required string Limit { get; init; }

    /// <summary>What the limit counts apart by.</summary>
    public required string Key { get; init; }

    /// <summary>The leases.</summary>
    public IReadOnlyList<Guid> Granted { get; init; } = [];
}
