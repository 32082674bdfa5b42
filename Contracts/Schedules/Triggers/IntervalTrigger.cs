namespace Messaging.Contracts;

/// <summary>Due again and again after the same time, counted from <see cref="From"/>, not from the last run's end.</summary>
public sealed record IntervalTrigger : Trigger
{
    /// <summary>Time between two runs; a millisecond or more.</summary>
    public required TimeSpan Every { get; init; }

    /// <summary>What the runs are counted from. Default: when the schedule was created.</summary>
    public DateTimeOffset? From { get; init; }
}
