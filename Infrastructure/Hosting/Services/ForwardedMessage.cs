using MassTransit;
using Messaging.Contracts;

namespace Messaging.Hosting;

/// <summary>What goes along when a message that came is sent on: again, later or to another queue.</summary>
internal static class ForwardedMessage
{
    /// <summary>Takes over its ids, the addresses for answers, and its headers.</summary>
    public static void CopyTo(this MessageContext message, SendContext context)
    {
        context.MessageId = message.MessageId;
        context.RequestId = message.RequestId;
        context.CorrelationId = message.CorrelationId;
        context.ConversationId = message.ConversationId;
        context.InitiatorId = message.InitiatorId;
        context.ResponseAddress = message.ResponseAddress;
        context.FaultAddress = message.FaultAddress;
        foreach (var (name, value) in message.Headers.GetAll())
            context.Headers.Set(name, value);
    }

    /// <summary>Takes over the priority that the header <see cref="TaskHeaders.Priority"/> names, if it names one.</summary>
    public static void SetPriority(this IBroker broker, SendContext context, string? header)
    {
        if (TaskHeaderFormat.Number(header) is { } priority and <= 9)
            broker.SetPriority(context, (byte)priority);
    }
}
