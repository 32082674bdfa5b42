namespace Messaging.Benchmarks;

/// <summary>What a side's process is told at its start.</summary>
internal sealed record SideSettings
{
    /// <summary>Which side it is.</summary>
    public required SideKind Side { get; init; }

    public required ServerAddresses Servers { get; init; }

    public required int Concurrency { get; init; }

    public required int Prefetch { get; init; }
}
