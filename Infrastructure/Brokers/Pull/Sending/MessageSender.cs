using System.Runtime.ExceptionServices;

namespace Messaging.PullTransport;

/// <summary>Sends what all of this process send, many in one round trip.</summary>
internal sealed class MessageSender
{
    private readonly IPullBroker broker;
    private readonly Outages outages;
    private readonly Lane<OutgoingMessage, Exception?> lane;

    public MessageSender(IPullBroker broker, Outages outages)
    {
        this.broker = broker;
        this.outages = outages;
        lane = new Lane<OutgoingMessage, Exception?>(SendAll, broker.MostAtOnce);
    }

    /// <summary>Done when the broker has the message.</summary>
    /// <exception cref="BrokerUnavailableException">
    /// It could not be reached. It may have the message all the same.
    /// </exception>
    public async Task Send(OutgoingMessage message, CancellationToken cancellationToken)
    {
        if (await lane.Add(message, cancellationToken) is { } failure)
            ExceptionDispatchInfo.Throw(failure);
    }

    private async Task<IReadOnlyList<Exception?>> SendAll(IReadOnlyList<OutgoingMessage> messages)
    {
        try
        {
            await broker.Send(messages, CancellationToken.None);
            return new Exception?[messages.Count];
        }
        catch (PartialSendException exception)
        {
            if (exception.Failures.Any(failure => failure is BrokerUnavailableException))
                outages.Add();
            return exception.Failures;
        }
        catch (BrokerUnavailableException)
        {
            outages.Add();
            throw;
        }
    }
}
