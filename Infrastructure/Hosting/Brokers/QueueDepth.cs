namespace Messaging.Hosting;

/// <summary>How full a queue is, at about the moment it was asked.</summary>
/// <param name="Waiting">Messages that no consumer holds, those for later not counted.</param>
/// <param name="Held">Messages that consumers hold; <c>null</c> if the broker does not say.</param>
/// <param name="Later">Messages that are not due yet; <c>null</c> if the broker does not say.</param>
/// <param name="Oldest">
/// How long the oldest of those that wait has been in the queue; <c>null</c> if there is none, or the broker does not say.
/// </param>
public sealed record QueueDepth(long Waiting, long? Held = null, long? Later = null, TimeSpan? Oldest = null);
