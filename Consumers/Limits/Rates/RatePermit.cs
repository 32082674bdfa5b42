namespace Messaging.Consumers;

/// <summary>Leave to start one task, in a short time. Times are by the worker's clock.</summary>
/// <param name="Due">Not before.</param>
/// <param name="Latest">Not after.</param>
internal sealed record RatePermit(TimeSpan Due, TimeSpan Latest)
{
    /// <summary>Leave to start at any time: there is no limit any more.</summary>
    public static RatePermit Free { get; } = new(TimeSpan.Zero, TimeSpan.MaxValue);
}
