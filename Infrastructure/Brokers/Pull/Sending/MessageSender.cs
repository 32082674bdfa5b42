namespace Messaging.PullTransport;

/// <summary>Sends what all of this process send, many in one round trip.</summary>
internal sealed class MessageSender
{
    private readonly IPullBroker broker;
    private readonly Outages outages;
    private readonly Lane<OutgoingMessage, bool> lane;

    public MessageSender(IPullBroker broker, Outages outages)
    {
        this.broker = broker;
        this.outages = outages;
        lane = new Lane<OutgoingMessage, bool>(SendAll, broker.MostAtOnce);
    }

    /// <summary>Done when the broker has the message.</summary>
    /// <exception cref="BrokerUnavailableException">
    /// It could not be reached. It may have the message all the same.
    /// </exception>
    public Task Send(OutgoingMessage message, CancellationToken cancellationToken) =>
        lane.Add(message, cancellationToken);

    private async Task<IReadOnlyList<bool>> SendAll(IReadOnlyList<OutgoingMessage> messages)
    {
        try
        {
            await broker.Send(messages, CancellationToken.None);
            return new bool[messages.Count];
        }
        catch (BrokerUnavailableException)
        {
            outages.Add();
            throw;
        }
    }
}
