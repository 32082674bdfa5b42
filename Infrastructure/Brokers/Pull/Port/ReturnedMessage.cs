namespace Messaging.PullTransport;

/// <summary>A message to be put back.</summary>
/// <param name="Lock">Names it to the broker.</param>
/// <param name="Delay">Not handed out again before that; zero for at once.</param>
/// <param name="Properties">The new ones; <c>null</c> if they stay as they are.</param>
internal sealed record ReturnedMessage(MessageLock Lock, TimeSpan Delay, ReadOnlyMemory<byte>? Properties);
