using System.Net.Mime;
using System.Text.Json;
using MassTransit;
using MassTransit.Serialization;

namespace Messaging.Hosting;

/// <summary>
/// Writes and reads MassTransit's own JSON envelope, <c>application/vnd.masstransit+json</c>, in one pass and without
/// the documents and dictionaries in between. Whatever is out of the ordinary is left to MassTransit's serializer, so that
/// both always agree; a message may come from and go to any MassTransit service.
/// </summary>
internal sealed class EnvelopeSerializer(TimeProvider clock) : ISerializerFactory, IMessageSerializer, IMessageDeserializer
{
    private readonly SystemTextJsonMessageSerializer massTransit = SystemTextJsonMessageSerializer.Instance;

    public ContentType ContentType => SystemTextJsonMessageSerializer.JsonContentType;

    private static JsonSerializerOptions Options => SystemTextJsonMessageSerializer.Options;

    public IMessageSerializer CreateSerializer() => this;

    public IMessageDeserializer CreateDeserializer() => this;

    public MessageBody GetMessageBody<T>(SendContext<T> context)
        where T : class =>
        new EnvelopeBody<T>(context, Options, clock);

    public MessageBody GetMessageBody(string text) => massTransit.GetMessageBody(text);

    public ConsumeContext Deserialize(ReceiveContext receiveContext)
    {
        ArgumentNullException.ThrowIfNull(receiveContext);
        return new BodyConsumeContext(
            receiveContext,
            Deserialize(receiveContext.Body, receiveContext.TransportHeaders, receiveContext.InputAddress));
    }

    public SerializerContext Deserialize(MessageBody body, Headers headers, Uri? destinationAddress = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Envelope.TryRead(body.GetBytes()) is { } envelope
            ? new EnvelopeContext(
                envelope, Options, () => massTransit.Deserialize(body, headers, destinationAddress))
            : massTransit.Deserialize(body, headers, destinationAddress);
    }

    public void Probe(ProbeContext context) => massTransit.Probe(context);
}
