using Messaging.BrokerTests;
using Messaging.Hosting;
using Messaging.RabbitMq;
using Messaging.Testing;

namespace Messaging.Brokers.Tests;

/// <summary>A RabbitMQ of the test's own.</summary>
public sealed class KillableRabbitMq : KillableBroker
{
    private PrivateServer? server;

    /// <inheritdoc/>
    public override IBrokerProvider Provider => new RabbitMqBrokerProvider();

    /// <inheritdoc/>
    public override Uri Address => new($"amqp://guest:guest@127.0.0.1:{server!.Port}");

    /// <inheritdoc/>
    public override async Task Start()
    {
        if (server is null)
            server = await PrivateServer.Start("rabbitmq.sh");
        else
            await server.Start();
    }

    /// <inheritdoc/>
    public override Task Kill() => server!.Kill();

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        await base.DisposeAsync();
    }
}
