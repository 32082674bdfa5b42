namespace Messaging.AmazonSqs;

/// <summary>
/// How a message is kept back. SQS does so for fifteen minutes when it is sent, and not at all in FIFO queues. What is for
/// later than that says when it is due, and a receiver that gets it too early gives it back until then, for twelve hours
/// at a time, the longest that SQS has.
/// </summary>
/// <param name="Seconds">What SQS is told; <c>null</c> for nothing.</param>
/// <param name="Due">When the message is due by SQS's clock; <c>null</c> if SQS keeps it for all of the time.</param>
internal sealed record MessageDelay(int? Seconds, DateTimeOffset? Due)
{
    private static readonly TimeSpan LongestOfSqs = TimeSpan.FromMinutes(15);

    /// <summary>How a message is delayed in a queue.</summary>
    /// <exception cref="InvalidOperationException">SQS would have removed it by then.</exception>
    public static MessageDelay Of(TimeSpan delay, string queue, DateTimeOffset now)
    {
        if (delay <= TimeSpan.Zero)
            return new MessageDelay(null, null);
        if (delay > LongestDelay)
        {
            throw new InvalidOperationException(
                $"A message to '{queue}' is to be delayed by {delay}, and SQS keeps messages for fourteen days at most. "
                + "Schedule it instead (ITaskClient with a countdown, or IMessageScheduler).");
        }

        if (QueueNames.IsFifo(queue))
            return new MessageDelay(null, now + delay);
        return delay <= LongestOfSqs
            ? new MessageDelay(InSeconds(delay), null)
            : new MessageDelay(InSeconds(LongestOfSqs), now + delay);
    }

    /// <summary>The longest delay there is: a day less than SQS keeps messages.</summary>
    public static TimeSpan LongestDelay { get; } = TimeSpan.FromDays(13);

    /// <summary>How often a message was received too early, if nothing went wrong, which are not deliveries.</summary>
    public static int EarlyReceipts(DateTimeOffset sentAt, DateTimeOffset due, string queue)
    {
        var kept = due - sentAt - (QueueNames.IsFifo(queue) ? TimeSpan.Zero : LongestOfSqs);
        return Math.Max(0, (int)Math.Ceiling(kept / SqsReceipt.Longest));
    }

    /// <summary>SQS counts in whole seconds; what is for later does not come too early.</summary>
    public static int InSeconds(TimeSpan delay) => (int)Math.Ceiling(delay.TotalSeconds);
}
