namespace Messaging.Contracts;

/// <summary>Asks for permits of one rate limit.</summary>
public sealed record RateDemand
{
    /// <summary>The limit: the task's name.</summary>
    public required string Limit { get; init; }

    /// <summary>What the limit counts apart by; empty for a limit without a key.</summary>
    public required string Key { get; init; }

    /// <summary>Starts allowed in each <see cref="Window"/>; more than zero. The latest demand's is in force.</summary>
    public required double Count { get; init; }

    /// <summary>The time in which they are allowed; more than zero.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>How many permits the worker can use; one or more.</summary>
    public required int Permits { get; init; }
}
