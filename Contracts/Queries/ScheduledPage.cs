namespace Messaging.Contracts;

/// <summary>Some of what waits in the scheduler, the next due first.</summary>
public sealed record ScheduledPage
{
    /// <summary>What waits.</summary>
    public required IReadOnlyList<ScheduledItem> Items { get; init; }

    /// <summary>Goes into <see cref="ListScheduled.Cursor"/> for the next page; <c>null</c> at the end.</summary>
    public string? NextCursor { get; init; }
}
