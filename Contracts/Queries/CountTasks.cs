namespace Messaging.Contracts;

/// <summary>Asks how many tasks there are per state. Answered by <see cref="TaskCounts"/>.</summary>
public sealed record CountTasks
{
    /// <summary>Only tasks of this tree; <c>null</c> for all.</summary>
    public Guid? RootId { get; init; }

    /// <summary>Only tasks of this name; <c>null</c> for all.</summary>
    public string? Name { get; init; }

    /// <summary>Only tasks of this queue; <c>null</c> for all.</summary>
    public string? Queue { get; init; }
}
