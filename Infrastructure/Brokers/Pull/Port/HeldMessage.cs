namespace Messaging.PullTransport;

/// <summary>A message that was handed out and is locked.</summary>
/// <param name="Lock">Names it to the broker.</param>
/// <param name="Content">What was sent.</param>
/// <param name="Priority">0 (lowest) to 9 (highest).</param>
/// <param name="DeliveriesBefore">
/// How often it was handed out before; <c>0</c> the first time. Counts deaths of holders, and returns.
/// </param>
/// <param name="Age">How long ago it came into the queue, by the broker's clock alone.</param>
/// <param name="LockedFor">How long it has been locked already, if it was fetched some time ago.</param>
internal sealed record HeldMessage(
    MessageLock Lock, MessageContent Content, byte Priority, int DeliveriesBefore, TimeSpan Age, TimeSpan LockedFor = default);
