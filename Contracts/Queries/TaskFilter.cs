namespace Messaging.Contracts;

/// <summary>Which tasks. All that is set must hold; nothing set means every task of which anything is known.</summary>
public sealed record TaskFilter
{
    /// <summary>Only tasks in one of these states; empty (default) for all. <c>Unknown</c> is not allowed.</summary>
    public IReadOnlyList<TaskState> States { get; init; } = [];

    /// <summary>Only tasks of this name; <c>null</c> for all.</summary>
    public string? Name { get; init; }

    /// <summary>Only tasks of this queue, its prefix included; <c>null</c> for all.</summary>
    public string? Queue { get; init; }

    /// <summary>Only tasks whose latest attempt was by this worker; <c>null</c> for all.</summary>
    public string? Worker { get; init; }

    /// <summary>Only tasks of this tree; <c>null</c> for all.</summary>
    public Guid? RootId { get; init; }

    /// <summary>Only tasks that this task sent; <c>null</c> for all.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>
    /// Only tasks of this time or later, to the millisecond; <c>null</c> for all. A task's time is the one in its id
    /// (version 7), when its sender made it: moments before <see cref="TaskStatus.SubmittedAt"/>, which is when the
    /// broker had confirmed it. A task whose id is of another version has no time, so no range of time is sure to find it.
    /// </summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only tasks from before this time, see <see cref="From"/>; <c>null</c> for all.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>
    /// Only tasks with this text in their arguments, their result, or the type or message of their error, in upper or
    /// lower case; <c>null</c> for all. At most 1,000 characters. Arguments and results are searched as the JSON text
    /// that they are.
    /// </summary>
    public string? Text { get; init; }
}
