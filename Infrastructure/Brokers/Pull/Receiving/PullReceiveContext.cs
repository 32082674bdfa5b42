using MassTransit;
using MassTransit.Transports;

namespace Messaging.PullTransport;

/// <summary>A message that has come in.</summary>
internal sealed class PullReceiveContext : BaseReceiveContext
{
    public PullReceiveContext(HeldMessage message, HeldLock held, ReceiveEndpointContext endpoint)
        : base(message.DeliveriesBefore > 0, endpoint, held)
    {
        Message = message;
        Lock = held;
        Body = new BytesMessageBody(message.Content.BodyArray());
    }

    public HeldMessage Message { get; }

    public HeldLock Lock { get; }

    public override MessageBody Body { get; }

    protected override IHeaderProvider HeaderProvider => Lock.Properties;
}
