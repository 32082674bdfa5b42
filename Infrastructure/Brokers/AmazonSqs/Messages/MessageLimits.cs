using Messaging.PullTransport;

namespace Messaging.AmazonSqs;

/// <summary>What SQS does not take. Found out before anything is sent.</summary>
internal static class MessageLimits
{
    /// <summary>The longest delay of a message in a queue that is not FIFO.</summary>
    public static TimeSpan LongestDelay { get; } = TimeSpan.FromMinutes(15);

    /// <summary>The longest time after which a message that is put back comes again.</summary>
    public static TimeSpan LongestReturn { get; } = TimeSpan.FromHours(12);

    public static void CheckSize(int size, int most, string target)
    {
        if (size > most)
        {
            throw new InvalidOperationException(
                $"A message to '{target}' has {size} bytes with its headers, and SQS takes {most}. It was not sent. "
                + "Send a reference to what is large instead. If your account takes up to 1048576 bytes, write "
                + "maxMessageBytes=1048576 behind the address in Messaging:Broker. Bodies that are not text grow by a "
                + "third.");
        }
    }

    public static void CheckDelay(OutgoingMessage message, string queue)
    {
        if (message.Delay <= TimeSpan.Zero)
            return;
        if (QueueNames.IsFifo(queue))
        {
            throw new InvalidOperationException(
                $"A message to '{queue}' is to be delayed by {message.Delay}, and FIFO queues of SQS delay no single "
                + "messages. Schedule it instead (ITaskClient with a countdown, or IMessageScheduler).");
        }

        if (message.Delay > LongestDelay)
        {
            throw new InvalidOperationException(
                $"A message to '{queue}' is to be delayed by {message.Delay}, and SQS delays by {LongestDelay} at most. "
                + "Schedule it instead (ITaskClient with a countdown, or IMessageScheduler).");
        }
    }

    public static void CheckReturn(ReturnedMessage message, string queue)
    {
        var longest = message.Properties is null ? LongestReturn
            : QueueNames.IsFifo(queue) ? TimeSpan.Zero : LongestDelay;
        if (message.Delay > longest)
        {
            throw new InvalidOperationException(
                $"A message of '{queue}' is to come again after {message.Delay}, and SQS can do that for {longest} at "
                + "most" + (message.Properties is null ? "" : ", as its headers change") + ". Let it be redelivered by the scheduler (UseScheduledRedelivery, or a retry of its task).");
        }
    }

    /// <summary>SQS counts in whole seconds; what is for later does not come too early.</summary>
    public static int Seconds(TimeSpan delay) => (int)Math.Ceiling(delay.TotalSeconds);
}
