namespace Messaging.PullTransport;

/// <summary>What is published to a topic reaches a queue, or another topic, which passes it on.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Target">A queue, or a topic.</param>
/// <param name="IsTopic">Whether the target is a topic.</param>
internal sealed record TopicSubscription(string Topic, string Target, bool IsTopic);
