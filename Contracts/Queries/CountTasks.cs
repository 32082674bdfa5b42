namespace Messaging.Contracts;

/// <summary>
/// Asks how many tasks there are per state. Answered by <see cref="TaskCounts"/>. The counts are exact, so a tracker has
/// to look at every task in question: narrow millions down by <see cref="TaskFilter.From"/>.
/// </summary>
public sealed record CountTasks
{
    /// <summary>Short for <see cref="TaskFilter.RootId"/> of the filter.</summary>
    public Guid? RootId { get; init; }

    /// <summary>Short for <see cref="TaskFilter.Name"/> of the filter.</summary>
    public string? Name { get; init; }

    /// <summary>Short for <see cref="TaskFilter.Queue"/> of the filter.</summary>
    public string? Queue { get; init; }

    /// <summary>Which tasks. Default: all.</summary>
    public TaskFilter Filter { get; init; } = new();

    /// <summary>What to tell apart. Default: the state alone.</summary>
    public CountBy By { get; init; }
}
