namespace Messaging.Contracts;

/// <summary>What has not ended yet, by what the trackers have been told.</summary>
public sealed record TaskBacklog
{
    /// <summary>Queues with tasks that have not ended, in the order of their names.</summary>
    public required IReadOnlyList<QueueBacklog> Queues { get; init; }
}
