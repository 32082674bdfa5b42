namespace Messaging.AmazonSqs;

/// <summary>What became of a message that was to be sent to a queue.</summary>
/// <param name="IsThere">Whether the queue was there; if not, and it is not made, the message is for nobody.</param>
/// <param name="Failure">Why it was not sent; <c>null</c> if it was, or is for nobody.</param>
internal readonly record struct SendOutcome(bool IsThere, Exception? Failure = null)
{
    /// <summary>It was sent.</summary>
    public static SendOutcome Sent { get; } = new(IsThere: true);
}
