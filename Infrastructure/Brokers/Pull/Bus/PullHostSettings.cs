using MassTransit.SqlTransport;
using MassTransit.SqlTransport.Configuration;
using MassTransit.Transports;

namespace Messaging.PullTransport;

/// <summary>
/// What MassTransit is told of the host. Its addresses are of the form <c>db://messaging/queue</c> whatever the broker:
/// the scheme cannot be changed, and the real address is not told in messages.
/// </summary>
internal sealed class PullHostSettings : ConfigurationSqlHostSettings
{
    private readonly PullRuntime runtime;

    public PullHostSettings(PullRuntime runtime)
    {
        this.runtime = runtime;
        Host = "messaging";
    }

    public override ConnectionContextFactory CreateConnectionContextFactory(ISqlHostConfiguration configuration) =>
        new Factory(runtime, configuration.HostAddress);

    private sealed class Factory(PullRuntime runtime, Uri address) : ConnectionContextFactory
    {
        protected override ConnectionContext CreateConnection(ITransportSupervisor<ConnectionContext> supervisor) =>
            new PullConnection(runtime, address, supervisor.Stopped);
    }
}
