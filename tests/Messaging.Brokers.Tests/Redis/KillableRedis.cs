using Messaging.BrokerTests;
using Messaging.Hosting;
using Messaging.Redis;
using Messaging.Testing;

namespace Messaging.Brokers.Tests;

/// <summary>A Redis of the test's own, which has on disk what it has confirmed.</summary>
public sealed class KillableRedis : KillableBroker
{
    private PrivateServer? server;

    /// <inheritdoc/>
    public override IBrokerProvider Provider => new RedisBrokerProvider();

    /// <inheritdoc/>
    public override Uri Address => new($"redis://127.0.0.1:{server!.Port}?lock=3s");

    /// <inheritdoc/>
    public override TimeSpan LockTime => TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public override async Task Start()
    {
        if (server is null)
            server = await PrivateServer.Start("redis.sh", "--appendfsync", "always");
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
