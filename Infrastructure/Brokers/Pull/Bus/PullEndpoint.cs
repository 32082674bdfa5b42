using MassTransit;
using MassTransit.Configuration;
using MassTransit.Middleware;
using MassTransit.SqlTransport;
using MassTransit.SqlTransport.Configuration;
using MassTransit.Transports;

namespace Messaging.PullTransport;

/// <summary>
/// A receive endpoint: MassTransit's configuration of one, with our way of receiving (<see cref="ReceiveFilter"/>) and
/// of moving what failed.
/// </summary>
internal sealed class PullEndpoint : SqlReceiveEndpointConfiguration, ISqlReceiveEndpointConfiguration
{
    private readonly PullHost host;
    private readonly SqlReceiveSettings settings;

    public PullEndpoint(PullHost host, SqlReceiveSettings settings, ISqlEndpointConfiguration configuration)
        : base(host, settings, configuration)
    {
        this.host = host;
        this.settings = settings;
    }

    // MassTransit asks for it by the interface only.
    void ISqlReceiveEndpointConfiguration.Build(IHost busHost)
    {
        var context = (SqlReceiveEndpointContext)CreateReceiveEndpointContext();
        IErrorTransport errors = new ErrorQueueTransport(settings.QueueName);
        IDeadLetterTransport skipped = new SkippedQueueTransport(settings.QueueName);
        context.AddOrUpdatePayload(() => errors, _ => errors);
        context.AddOrUpdatePayload(() => skipped, _ => skipped);

        var pipe = new PipeConfigurator<ClientContext>();
        pipe.UseFilter(new ReceiveEndpointDependencyFilter<ClientContext>(context));
        pipe.UseFilter(new ReceiveFilter(context, settings, host.Runtime));

        var transport = new ReceiveTransport<ClientContext>(
            host, context, () => context.ClientContextSupervisor, ((IBuildPipeConfigurator<ClientContext>)pipe).Build());
        var endpoint = new ReceiveEndpoint(transport, context);
        busHost.AddReceiveEndpoint(settings.QueueName, endpoint);
        ReceiveEndpoint = endpoint;
    }
}
