using System.Globalization;

namespace Messaging.Benchmarks;

/// <summary>Celery on RabbitMQ, with results in PostgreSQL or without any.</summary>
internal sealed class CeleryPeer(ServerAddresses servers, bool keepsResults) : Peer
{
    /// <summary>The distribution's comes second, in case another one goes before it.</summary>
    private static readonly string[] Pythons = ["python3", "/usr/bin/python3"];

    private string? python;

    public override string Name => "celery";

    public override string Broker => "rabbitmq";

    public override string Results => keepsResults ? "postgres" : "none";

    private string Imports => keepsResults ? "import celery, sqlalchemy, psycopg2" : "import celery";

    public override async Task<string?> Missing(CancellationToken cancellationToken)
    {
        if (!servers.Broker.StartsWith("amqp:", StringComparison.Ordinal))
            return "It is measured on RabbitMQ: --broker amqp.";

        foreach (var candidate in Pythons)
        {
            if (await PeerScript.Succeeds(PeerScript.Folder(Name), [candidate, "-c", Imports], cancellationToken))
            {
                python = candidate;
                return null;
            }
        }

        return $"No python3 can '{Imports}'. On Debian: apt-get install python3-celery python3-sqlalchemy "
            + "python3-psycopg2.";
    }

    public override Task<PeerRates> Run(int tasks, CancellationToken cancellationToken)
    {
        // The same addresses, by the names that kombu and SQLAlchemy have for them.
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PEER_BROKER"] = servers.Broker.Replace("amqp://", "pyamqp://", StringComparison.Ordinal) + "//",
        };
        if (keepsResults)
        {
            environment["PEER_RESULTS"] =
                servers.Store.Replace("postgres://", "db+postgresql://", StringComparison.Ordinal);
        }

        return PeerScript.Measure(
            PeerScript.Folder(Name),
            [python!, "run.py", tasks.ToString(CultureInfo.InvariantCulture)],
            environment,
            cancellationToken);
    }
}
