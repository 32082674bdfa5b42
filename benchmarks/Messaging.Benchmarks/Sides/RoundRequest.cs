namespace Messaging.Benchmarks;

/// <summary>Asks a side for one round.</summary>
internal sealed record RoundRequest
{
    /// <summary>Goes before the names of the round's queues and tables.</summary>
    public required string Prefix { get; init; }

    /// <summary>Tasks of the round.</summary>
    public required int Tasks { get; init; }

    /// <summary>The last of the tasks, if they are queued already.</summary>
    public Guid? LastTask { get; init; }
}
