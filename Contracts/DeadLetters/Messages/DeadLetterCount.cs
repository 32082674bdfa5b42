namespace Messaging.Contracts;

/// <summary>A number of dead letters.</summary>
public sealed record DeadLetterCount
{
    /// <summary>How many.</summary>
    public required long Count { get; init; }
}
