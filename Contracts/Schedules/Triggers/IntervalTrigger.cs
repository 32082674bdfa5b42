namespace Messaging.Contracts;

/// <summary>
/// Due again and again after the same time. Runs are counted from the same moment for ever, not from the last run, so
/// that they do not drift.
/// </summary>
public sealed record IntervalTrigger : Trigger
{
    /// <summary>Time between two runs: a millisecond to ten years (3,650 days).</summary>
    public new required TimeSpan Every { get; init; }

    /// <summary>
    /// The first run, and what the others are counted from. Default: they are counted from when the schedule was
    /// created, and the first run is one interval later.
    /// </summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Such as <c>every 00:05:00</c>.</summary>
    public override string ToString() =>
        From is { } from ? $"every {Every:c} from {TriggerText.Of(from)}" : $"every {Every:c}";
}
