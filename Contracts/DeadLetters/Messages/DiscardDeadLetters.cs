namespace Messaging.Contracts;

/// <summary>
/// Asks for dead letters to be deleted for good. Answered by <see cref="DeadLetterCount"/>: how many were. One that is
/// being sent at that moment is not among them.
/// </summary>
public sealed record DiscardDeadLetters
{
    /// <summary>Which ones. Must say something; see <see cref="DeadLetterFilter.All"/>.</summary>
    public required DeadLetterFilter Filter { get; init; }
}
