namespace Messaging.Benchmarks;

/// <summary>What the command line asks for.</summary>
internal sealed record BenchmarkArguments
{
    public required Scenario Scenario { get; init; }

    public required BrokerKind Broker { get; init; }

    public required StoreKind Store { get; init; }

    /// <summary>Tasks a round.</summary>
    public required int Tasks { get; init; }

    /// <summary>Rounds that count, without the one that warms up.</summary>
    public required int Rounds { get; init; }

    /// <summary>Tasks that a worker runs at the same time.</summary>
    public required int Concurrency { get; init; }

    /// <summary>Scheduled tasks that fall due in a second.</summary>
    public required int DuePerSecond { get; init; }

    /// <summary>Messages that the broker hands out in advance, to ours and to plain MassTransit.</summary>
    public required int Prefetch { get; init; }
}
