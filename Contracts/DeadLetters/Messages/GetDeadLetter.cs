namespace Messaging.Contracts;

/// <summary>Asks for all that is known of a dead letter. Answered by <see cref="DeadLetterDetails"/>.</summary>
public sealed record GetDeadLetter
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }
}
