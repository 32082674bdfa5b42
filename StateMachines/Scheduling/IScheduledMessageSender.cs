namespace Messaging.StateMachines;

/// <summary>Sends messages as they were stored. The host connects it to the bus.</summary>
internal interface IScheduledMessageSender
{
    /// <summary>Sends messages, all at once, and waits for their confirmations, for a bounded time.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="cancellationToken">
    /// Stops waiting. What has been confirmed by then is told all the same: this does not throw for it.
    /// </param>
    Task<SentMessages> Send(IReadOnlyList<ScheduledMessage> messages, CancellationToken cancellationToken);
}
