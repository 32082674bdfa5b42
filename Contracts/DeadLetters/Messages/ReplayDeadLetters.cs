namespace Messaging.Contracts;

/// <summary>
/// Asks for dead letters to be sent again. Answered by <see cref="ReplayStatus"/> when all of them have been, or within
/// two seconds. Asked twice with the same <see cref="ReplayId"/>, it is one replay.
/// </summary>
public sealed record ReplayDeadLetters
{
    /// <summary>Id of the replay, made by whoever asks for it.</summary>
    public required Guid ReplayId { get; init; }

    /// <summary>Which ones. Must say something; see <see cref="DeadLetterFilter.All"/>.</summary>
    public required DeadLetterFilter Filter { get; init; }

    /// <summary>Queue to send them to, its prefix included. Default: the one that each came from.</summary>
    public string? Queue { get; init; }
}
