using MassTransit;
using MassTransit.SqlTransport;
using MassTransit.SqlTransport.Configuration;
using MassTransit.Transports;

namespace Messaging.PullTransport;

/// <summary>Runs a receiver for as long as MassTransit lets the endpoint run.</summary>
internal sealed class ReceiveFilter(
    SqlReceiveEndpointContext context, SqlReceiveSettings settings, PullRuntime runtime) : IFilter<ClientContext>
{
    public void Probe(ProbeContext probe) => probe.CreateFilterScope("pull-receiver");

    public async Task Send(ClientContext client, IPipe<ClientContext> next)
    {
        await using var receiver = new PullReceiver(context, settings, runtime);
        await receiver.Ready;
        context.AddConsumeAgent(receiver);
        try
        {
            await receiver.Completed;
        }
        finally
        {
            DeliveryMetrics metrics = receiver;
            await context.TransportObservers.NotifyCompleted(context.InputAddress, metrics);
        }
    }
}
