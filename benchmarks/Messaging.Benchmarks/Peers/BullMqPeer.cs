using System.Globalization;

namespace Messaging.Benchmarks;

/// <summary>BullMQ on Redis, where results are kept too.</summary>
internal sealed class BullMqPeer : Peer
{
    public override string Name => "bullmq";

    public override string Broker => "redis";

    public override string Results => "redis";

    public override async Task<string?> Missing(CancellationToken cancellationToken)
    {
        var folder = PeerScript.Folder(Name);
        if (!await PeerScript.Succeeds(folder, ["redis-server", "--version"], cancellationToken))
            return "There is no redis-server. On Debian: apt-get install redis-server.";

        string[] import = ["node", "--input-type=module", "--eval", "await import('bullmq')"];
        return await PeerScript.Succeeds(folder, import, cancellationToken)
            ? null
            : $"Node cannot import bullmq. With Node 20 or later: cd {folder} && npm install.";
    }

    public override async Task<PeerRates> Run(int tasks, CancellationToken cancellationToken)
    {
        await using var redis = await RedisServer.Start(cancellationToken);
        return await PeerScript.Measure(
            PeerScript.Folder(Name),
            ["node", "run.mjs", tasks.ToString(CultureInfo.InvariantCulture), redis.Port],
            new Dictionary<string, string>(StringComparer.Ordinal),
            cancellationToken);
    }
}
