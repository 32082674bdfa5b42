namespace Messaging.Samples.WordCount.Counting;

/// <summary>What <c>wc -lw</c> says of a file, and the words that are commonest in it.</summary>
public sealed record FileCount
{
    public required string Path { get; init; }

    public required long Lines { get; init; }

    public required long Words { get; init; }

    /// <summary>The bytes that were read, which for a file that grows is more than its length was at first.</summary>
    public required long Bytes { get; init; }

    /// <summary>At most ten, the commonest first and equally common ones by ordinal order.</summary>
    public required IReadOnlyList<WordFrequency> CommonWords { get; init; }
}

public sealed record WordFrequency(string Word, long Count);
