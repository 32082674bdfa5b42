using Messaging.Samples.WordCount.Counting;

namespace Messaging.Samples.WordCount.Tasks;

/// <summary>The counts of all files together.</summary>
public sealed record Totals
{
    public required int Files { get; init; }

    public required long Lines { get; init; }

    public required long Words { get; init; }

    public required long Bytes { get; init; }

    /// <summary>The ten commonest words, from the ten commonest of each file.</summary>
    public required IReadOnlyList<WordFrequency> CommonWords { get; init; }
}
