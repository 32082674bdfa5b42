using System.Text.Json.Nodes;

namespace Messaging.Benchmarks;

/// <summary>Other task queues beside ours, each the way it is commonly run.</summary>
internal sealed class Peers : Scenario
{
    private const int LeastWarmUp = 2_000;

    public override string Name => "peers";

    public override string Description => "tasks sent, then run by one worker, beside Celery and BullMQ";

    public override int DefaultTasks => 20_000;

    public override IEnumerable<string> Faults(BenchmarkArguments arguments)
    {
        if (arguments.Broker == BrokerKind.Memory || arguments.Store != StoreKind.Postgres)
        {
            yield return $"--broker is {arguments.Broker.Name} and --store is {arguments.Store.Name}. Every peer has "
                + "its own, and ours is measured on a broker of its own and on postgres. Leave both out, or say "
                + "--broker redis.";
        }
    }

    public override async Task<Report> Run(BenchmarkArguments arguments, CancellationToken cancellationToken)
    {
        await using var servers = await BenchmarkServers.Start(arguments.Broker, arguments.Store, cancellationToken);
        var addresses = servers.Addresses;
        await using var side = SideProcess.Start(
            new SideSettings(SideKind.OursDrain, HostSettings.Of(arguments, addresses)));
        Peer[] peers =
        [
            new MessagingPeer(arguments.Broker, addresses, side),
            new CeleryPeer(addresses, keepsResults: true),
            new CeleryPeer(addresses, keepsResults: false),
            new BullMqPeer(),
        ];

        var rows = new List<PeerRow>();
        foreach (var peer in peers)
            rows.Add(new PeerRow(peer, await peer.Missing(cancellationToken)));

        Progress.Say("Warming up");
        await peers[0].Run(Math.Max(LeastWarmUp, arguments.Tasks), cancellationToken);
        for (var round = 1; round <= arguments.Rounds; round++)
        {
            foreach (var row in rows.Where(row => row.Missing is null))
            {
                await Quiet.Wait(addresses, cancellationToken);
                row.Rounds.Add(await row.Peer.Run(arguments.Tasks, cancellationToken));
            }

            Progress.Say($"Round {round} of {arguments.Rounds} is done");
        }

        rows.ForEach(row => Progress.Say(row.ToString()));
        return Report.Of(arguments).Add("peers", new JsonArray([.. rows.Select(row => row.ToJson())]));
    }
}
