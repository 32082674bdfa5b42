namespace Messaging.Benchmarks;

/// <summary>What a host under measurement is told, ours or plain MassTransit's.</summary>
internal sealed record HostSettings
{
    public required ServerAddresses Servers { get; init; }

    /// <summary>Tasks that the worker runs at the same time.</summary>
    public required int Concurrency { get; init; }

    /// <summary>Messages that the broker hands out in advance.</summary>
    public required int Prefetch { get; init; }

    public static HostSettings Of(BenchmarkArguments arguments, ServerAddresses servers) => new()
    {
        Servers = servers,
        Concurrency = arguments.Concurrency,
        Prefetch = arguments.Prefetch,
    };
}
