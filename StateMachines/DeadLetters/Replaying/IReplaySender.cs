namespace Messaging.StateMachines;

/// <summary>Sends the messages of dead letters. The host connects it to the bus.</summary>
internal interface IReplaySender
{
    /// <summary>Sends messages, all at once, and waits for their confirmations, for a bounded time.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="cancellationToken">
    /// Stops waiting. What has been confirmed by then is told all the same: this does not throw for it.
    /// </param>
    Task<SentReplays> Send(IReadOnlyList<ReplayedMessage> messages, CancellationToken cancellationToken);
}

/// <summary>What has become of messages that were to be sent.</summary>
/// <param name="Sent">Those that the broker has confirmed.</param>
/// <param name="Failed">Those that failed by themselves, though the broker answers, each with the reason.</param>
/// <param name="BrokerFault">Why the broker cannot be used; <c>null</c> if it can.</param>
internal sealed record SentReplays(
    IReadOnlyCollection<ReplayedMessage> Sent,
    IReadOnlyDictionary<ReplayedMessage, string> Failed,
    string? BrokerFault);
