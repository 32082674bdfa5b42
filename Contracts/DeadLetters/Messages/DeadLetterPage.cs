namespace Messaging.Contracts;

/// <summary>Some dead letters, the newest first, without their bodies.</summary>
public sealed record DeadLetterPage
{
    /// <summary>The dead letters.</summary>
    public required IReadOnlyList<DeadLetter> Letters { get; init; }

    /// <summary>Goes into <see cref="ListDeadLetters.Cursor"/> for the next page; <c>null</c> at the end.</summary>
    public string? NextCursor { get; init; }
}
