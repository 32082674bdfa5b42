namespace Messaging.Producers;

/// <summary>How many of how many workers have answered, and what.</summary>
/// <typeparam name="T">What a worker answers.</typeparam>
public sealed record ControlResult<T>
{
    /// <summary>What those have answered that did as they were asked, by name.</summary>
    public required IReadOnlyDictionary<string, T> Answers { get; init; }

    /// <summary>Why others have not done so, by name.</summary>
    public required IReadOnlyDictionary<string, string> Refusals { get; init; }

    /// <summary>
    /// Names of workers that are known to be online and meant, and have not answered in time; and names that were given
    /// and that no worker has.
    /// </summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>
    /// Number of workers that are meant and known to be online; <c>null</c> if no tracker could be asked for them in
    /// time.
    /// </summary>
    public required int? Known { get; init; }

    /// <summary>Whether all have done as they were asked, and there was one at least.</summary>
    public bool IsComplete => Answers.Count > 0 && Refusals.Count == 0 && Missing.Count == 0;

    /// <summary>
    /// What is not as it should be, in sentences: who has not answered, which name no worker has and which was perhaps
    /// meant. <c>null</c> if there is nothing.
    /// </summary>
    public required string? Problem { get; init; }
}
