using MassTransit;
using MassTransit.SqlTransport;

namespace Messaging.PullTransport;

/// <summary>Makes messages of what MassTransit sends.</summary>
internal static class OutgoingMessages
{
    private const short HighestPriority = 9;

    public static OutgoingMessage Of<T>(SqlMessageSendContext<T> context, string target, bool isTopic)
        where T : class =>
        new(
            target,
            isTopic,
            new MessageContent(context.TransportMessageId, Properties(context), context.Body.GetBytes()),
            (byte)Math.Clamp(context.Priority ?? 0, (short)0, HighestPriority),
            context.Delay is { } delay && delay > TimeSpan.Zero ? delay : TimeSpan.Zero,
            context.PartitionKey);

    private static ReadOnlyMemory<byte> Properties<T>(SqlMessageSendContext<T> context)
        where T : class
    {
        using var writer = new PropertiesWriter();
        writer.Add(MessageHeaders.ContentType, context.ContentType?.ToString());
        writer.Add(MessageHeaders.MessageId, context.MessageId);
        writer.Add(MessageHeaders.CorrelationId, context.CorrelationId);
        if (context.TimeToLive is { } time)
            writer.Add(MessageProperties.ExpiresAfter, Math.Max(1, time.TotalMilliseconds));
        foreach (var header in context.Headers.GetAll())
            writer.Add(header.Key, header.Value);

        return writer.End();
    }
}
