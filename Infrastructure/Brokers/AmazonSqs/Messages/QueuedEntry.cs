namespace Messaging.AmazonSqs;

/// <summary>A message on its way into a queue.</summary>
/// <param name="Queue">Name of the queue at SQS.</param>
/// <param name="Entry">What SQS is given.</param>
internal sealed record QueuedEntry(string Queue, SendEntry Entry)
{
    /// <summary>Whether the queue is made if it is not there; else the message is for nobody then.</summary>
    public bool IsMade { get; init; }

    /// <summary>What the queue is made with.</summary>
    public TimeSpan? DeleteWhenIdle { get; init; }

    /// <summary>The name that somebody has chosen for it.</summary>
    public string Target { get; init; } = "";
}
