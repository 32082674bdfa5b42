namespace Messaging.Benchmarks;

/// <summary>What a side measured in one round.</summary>
internal sealed record RoundResult
{
    public required double Seconds { get; init; }

    /// <summary>How long sending took, where it comes before what is measured.</summary>
    public double? SendSeconds { get; init; }

    public required CpuUsage Cpu { get; init; }

    /// <summary>Physical memory of the .NET process before the round, in MiB.</summary>
    public required double StartRss { get; init; }

    /// <summary>The most physical memory of the .NET process during the round, in MiB.</summary>
    public required double PeakRss { get; init; }

    /// <summary>How tasks for later have arrived, where that is measured.</summary>
    public ArrivalFigures? Arrivals { get; init; }
}
