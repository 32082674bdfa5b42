using MassTransit;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>What can be read of a message that cannot be taken.</summary>
internal sealed record RejectedMessage(Guid? TaskId, string Name, int Attempt)
{
    /// <summary>What it is tracked under without an id of its own; <c>null</c> for any new one.</summary>
    public Guid? OtherId { get; init; }

    private const string UnknownName = "(unreadable)";

    public static RejectedMessage Read(ReceiveContext context)
    {
        var envelope = EnvelopeHead.Read(context.Body.GetBytes());
        var headers = context.TransportHeaders;
        return new RejectedMessage(
            context.GetMessageId() ?? TaskHeaderFormat.Id(envelope.MessageId),
            headers.Get<string>(TaskHeaders.Name) ?? envelope.Name ?? UnknownName,
            Math.Max(1, TaskHeaderFormat.Number(headers.Get<string>(TaskHeaders.Attempt) ?? envelope.Attempt) ?? 1));
    }
}
