namespace Messaging.AmazonSqs;

/// <summary>
/// What is published to a topic reaches a queue or another topic. It is kept as a queue of its own that never holds a
/// message, named <c>messaging-topic-(topic)-(q or t)(target)</c> with hashes of the two, so that whoever publishes finds
/// all of a topic by listing the queues whose names begin so. The tags say which queue it is, and when somebody last said so.
/// </summary>
/// <param name="Topic">Hash of the topic.</param>
/// <param name="Target">Hash of the queue's name at SQS, or of the topic.</param>
/// <param name="IsTopic">Whether the target is a topic.</param>
internal sealed record Subscription(string Topic, string Target, bool IsTopic)
{
    /// <summary>Tag with the name of the queue at SQS.</summary>
    public const string QueueTag = "Queue";

    /// <summary>Tag with the time, in seconds since 1970 by SQS's clock.</summary>
    public const string TimeTag = "Subscribed";

    private const string Kind = "messaging-topic-";

    /// <summary>The queue that stands for it, without prefix.</summary>
    public string Name => $"{NamesOf(Topic)}{(IsTopic ? 't' : 'q')}{Target}";

    /// <summary>How the names of all subscriptions of a topic begin, without prefix.</summary>
    public static string NamesOf(string topic) => $"{Kind}{topic}-";

    /// <summary>Reads a name, without prefix.</summary>
    public static Subscription? Read(string topic, string name)
    {
        var rest = name.StartsWith(NamesOf(topic), StringComparison.Ordinal) ? name[NamesOf(topic).Length..] : "";
        return rest.Length < 2 ? null : new Subscription(topic, rest[1..], rest[0] == 't');
    }
}
