namespace Messaging.PullTransport;

/// <summary>Says that a message was handed to this holder, and which one it is.</summary>
/// <param name="Receipt">The broker package's own: what it needs to find the message and to prove the lock.</param>
internal sealed record MessageLock(object Receipt);
