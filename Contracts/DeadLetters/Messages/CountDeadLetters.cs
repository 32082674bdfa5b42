namespace Messaging.Contracts;

/// <summary>Asks how many dead letters there are. Answered by <see cref="DeadLetterCount"/>.</summary>
public sealed record CountDeadLetters
{
    /// <summary>Which ones. Default: all.</summary>
    public DeadLetterFilter Filter { get; init; } = new();
}
