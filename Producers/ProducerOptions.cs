namespace Messaging.Producers;

/// <summary>Settings of the client (<c>Messaging:Producer</c>).</summary>
public sealed class ProducerOptions
{
    /// <summary>
    /// Deadline of a send, the broker's confirmation included. Default 30 s; 0.1 s to 1 h. With an unreachable broker a
    /// send fails sooner, after the publish retries.
    /// </summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait for a tracker's answer to a query. Default 10 s; 0.1 s to 1 h.</summary>
    public TimeSpan QueryTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Lifecycle events that may wait for their batch. Default 10,000; 500 to 1,000,000. When it is full, senders wait.
    /// </summary>
    public int EventBuffer { get; set; } = 10_000;
}
