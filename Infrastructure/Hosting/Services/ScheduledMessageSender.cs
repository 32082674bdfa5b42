using MassTransit;
using MassTransit.Serialization;
using Messaging.Contracts;
using Messaging.StateMachines;
using ScheduledMessage = Messaging.StateMachines.ScheduledMessage;

namespace Messaging.Hosting;

/// <summary>
/// Sends scheduled messages: the stored body as it is, and beside it what transports want to know without reading that.
/// </summary>
internal sealed class ScheduledMessageSender(StoredMessageSender sender, IBroker broker, TimeProvider clock)
    : IScheduledMessageSender
{
    private readonly EnvelopeSerializer serializer = new(clock);

    public async Task<SentMessages> Send(
        IReadOnlyList<ScheduledMessage> messages, CancellationToken cancellationToken)
    {
        var outcome = await sender.Send(messages, message => message.Destination, Configure, cancellationToken);
        return new SentMessages(outcome.Sent, outcome.Failed, outcome.BrokerFault);
    }

    private void Configure(SendContext context, ScheduledMessage message)
    {
        var body = new BytesMessageBody(message.Body.ToArray());
        var envelope = serializer.Deserialize(body, EmptyHeaders.Instance);
        envelope.CopyTo(context);
        context.SourceAddress = envelope.SourceAddress;
        context.SupportedMessageTypes = envelope.SupportedMessageTypes;
        if (envelope.ExpirationTime is { } expirationTime)
            context.TimeToLive = Positive(expirationTime.ToUniversalTime() - clock.GetUtcNow().UtcDateTime);

        broker.SetPriority(context, envelope.Headers.Get<string>(TaskHeaders.Priority));
        context.Serializer = new CopyBodySerializer(serializer.ContentType, body);
    }

    /// <summary>One whose time is up already is for the transport to drop.</summary>
    private static TimeSpan Positive(TimeSpan time) =>
        time > TimeSpan.Zero ? time : TimeSpan.FromMilliseconds(1);
}
