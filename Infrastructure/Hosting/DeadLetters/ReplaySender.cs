using System.Net.Mime;
using MassTransit;
using MassTransit.Serialization;
using Messaging.Contracts;
using Messaging.StateMachines;

namespace Messaging.Hosting;

/// <summary>Sends the messages of dead letters, whatever is in them, as they were made ready.</summary>
internal sealed class ReplaySender(StoredMessageSender sender, IBroker broker) : IReplaySender
{
    private static readonly ContentType Envelope = SystemTextJsonMessageSerializer.JsonContentType;

    public async Task<SentReplays> Send(
        IReadOnlyList<ReplayedMessage> messages, CancellationToken cancellationToken)
    {
        var outcome = await sender.Send(
            messages, message => broker.QueueAddress(message.Queue), Configure, cancellationToken);
        return new SentReplays(outcome.Sent, outcome.Failed, outcome.BrokerFault);
    }

    private void Configure(SendContext context, ReplayedMessage message)
    {
        context.MessageId = message.Letter.TaskId;
        context.CorrelationId = TaskHeaderFormat.Id(
            message.Letter.Headers.GetValueOrDefault(MessageHeaders.CorrelationId));
        foreach (var (name, value) in message.Headers)
            context.Headers.Set(name, value);
        broker.SetPriority(context, message.Headers.GetValueOrDefault(TaskHeaders.Priority));
        context.Serializer = new CopyBodySerializer(
            TypeOf(message.Letter.ContentType), new BytesMessageBody(message.Body.ToArray()));
    }

    /// <summary>A body of no type, or of one that cannot be read, is taken for an envelope by whoever receives it.</summary>
    private static ContentType TypeOf(string? contentType)
    {
        try
        {
            return contentType is null ? Envelope : new ContentType(contentType);
        }
        catch (FormatException)
        {
            return Envelope;
        }
    }
}
