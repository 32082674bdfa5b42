namespace Messaging.Benchmarks;

/// <summary>Ours, as in the scenario <c>drain</c>, in a process that stays warm.</summary>
internal sealed class MessagingPeer(BrokerKind broker, ServerAddresses servers, SideProcess side) : Peer
{
    public override string Name => "messaging";

    public override string Broker => broker == BrokerKind.Amqp ? "rabbitmq" : broker.Name;

    public override string Results => "postgres";

    public override async Task<PeerRates> Run(int tasks, CancellationToken cancellationToken)
    {
        var request = new RoundRequest { Prefix = Prefixes.New(), Tasks = tasks };
        var result = await side.Run(request, cancellationToken);
        await Leftovers.Delete(servers, request.Prefix, cancellationToken);

        return new PeerRates(tasks / result.SendSeconds!.Value, tasks / result.Seconds);
    }
}
