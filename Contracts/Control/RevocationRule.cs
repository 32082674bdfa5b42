namespace Messaging.Contracts;

/// <summary>
/// Calls off all tasks of a name, or with a header, that were sent before it; tasks that are sent later are not
/// concerned. Sent to the trackers, which keep it, and published to the workers, which act on it. Of two that say the
/// same, the later one is kept.
/// </summary>
public sealed record RevocationRule
{
    /// <summary>Name of the tasks; <c>null</c> for a rule about a header.</summary>
    public string? TaskName { get; init; }

    /// <summary>Name of the message header, in any case; <c>null</c> for a rule about a task's name.</summary>
    public string? Header { get; init; }

    /// <summary>Value of that header, exactly; <c>null</c> for a rule about a task's name.</summary>
    public string? Value { get; init; }

    /// <summary>How far to go. <see cref="RevokeMode.BeforeStart"/> by default.</summary>
    public RevokeMode Mode { get; init; }

    /// <summary>When it was asked for: tasks that were sent until then are concerned, to the millisecond.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Why, for whoever reads the tasks' histories.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// Until when the trackers keep it; <c>null</c> for as long as they keep results, and a day at least.
    /// </summary>
    public DateTimeOffset? Expires { get; init; }
}
