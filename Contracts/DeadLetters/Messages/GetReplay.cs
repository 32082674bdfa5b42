namespace Messaging.Contracts;

/// <summary>Asks how far a replay has come. Answered by <see cref="ReplayStatus"/>.</summary>
public sealed record GetReplay
{
    /// <summary>Its id.</summary>
    public required Guid ReplayId { get; init; }
}
