using MassTransit;

namespace Messaging.PullTransport;

/// <summary>The broker cannot be reached at the moment, or does not answer. Worth trying again.</summary>
public sealed class BrokerUnavailableException : ConnectionException
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What was tried, with which broker, and why it failed.</param>
    /// <param name="innerException">What the client library said, if it did.</param>
    public BrokerUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException!)
    {
    }

    /// <summary>
    /// The broker is there and does not let this process do it, until somebody gives it the right: what cannot wait for
    /// that is not tried again.
    /// </summary>
    internal bool IsForbidden { get; init; }
}
