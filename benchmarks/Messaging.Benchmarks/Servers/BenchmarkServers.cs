namespace Messaging.Benchmarks;

/// <summary>The broker and the store of one run of the program: servers of its own, which end with it.</summary>
internal sealed class BenchmarkServers : IAsyncDisposable
{
    private readonly Server? broker;
    private readonly Server? store;

    private BenchmarkServers(ServerAddresses addresses, Server? broker, Server? store)
    {
        Addresses = addresses;
        this.broker = broker;
        this.store = store;
    }

    /// <summary>Where they are.</summary>
    public ServerAddresses Addresses { get; }

    /// <summary>Starts them.</summary>
    /// <exception cref="BenchmarkFailedException">A server did not start.</exception>
    public static async Task<BenchmarkServers> Start(
        BrokerKind broker, StoreKind store, CancellationToken cancellationToken)
    {
        Progress.Say($"Starting servers: broker {broker.Name}, store {store.Name}");
        var brokerServer = await StartIfAny(broker.Script, cancellationToken);
        Server? storeServer = null;
        try
        {
            // One server is both if it can be.
            storeServer = store.Script == broker.Script
                ? brokerServer
                : await StartIfAny(store.Script, cancellationToken);
            var addresses = new ServerAddresses
            {
                Broker = broker.Address(brokerServer?.Port ?? 0),
                BrokerProcess = brokerServer?.ProcessId,
                Store = store.Address(storeServer?.Port ?? 0),
                StoreProcess = storeServer?.ProcessId,
            };
            return new BenchmarkServers(addresses, brokerServer, storeServer);
        }
        catch
        {
            await Stop(brokerServer, storeServer);
            throw;
        }
    }

    /// <summary>Ends them and deletes their data.</summary>
    public async ValueTask DisposeAsync() => await Stop(broker, store);

    private static async Task<Server?> StartIfAny(string? script, CancellationToken cancellationToken) =>
        script is null ? null : await Server.Start(script, cancellationToken);

    private static async Task Stop(params Server?[] servers)
    {
        foreach (var server in servers.OfType<Server>().Distinct())
            await server.DisposeAsync();
    }
}
