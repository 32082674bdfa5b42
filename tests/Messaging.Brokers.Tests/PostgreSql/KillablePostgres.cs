using Messaging.BrokerTests;
using Messaging.Hosting;
using Messaging.PostgreSql;
using Messaging.Testing;

namespace Messaging.Brokers.Tests;

/// <summary>A PostgreSQL of the test's own.</summary>
public sealed class KillablePostgres : KillableBroker
{
    private PrivateServer? server;

    /// <inheritdoc/>
    public override IBrokerProvider Provider => new PostgresBrokerProvider();

    /// <inheritdoc/>
    public override Uri Address => new($"postgres://app:app@127.0.0.1:{server!.Port}/messaging?lock=3s");

    /// <inheritdoc/>
    public override TimeSpan LockTime => TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public override async Task Start()
    {
        if (server is null)
            server = await PrivateServer.Start("postgres.sh");
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
