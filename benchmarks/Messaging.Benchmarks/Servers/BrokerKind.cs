using Messaging.AmazonSqs;
using Messaging.Hosting;
using Messaging.PostgreSql;
using Messaging.Redis;

namespace Messaging.Benchmarks;

/// <summary>A kind of broker that can be measured.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Script">What starts a server of it, in tests/servers; <c>null</c> if it needs none.</param>
/// <param name="Address">Its address when the server listens on a port.</param>
/// <param name="Transport">Ours, for a broker that no package of MassTransit's serves here; <c>null</c> for others.</param>
internal sealed record BrokerKind(
    string Name, string? Script, Func<int, string> Address, IBrokerProvider? Transport = null)
{
    public static BrokerKind Amqp { get; } = new("amqp", "rabbitmq.sh", port => $"amqp://guest:guest@127.0.0.1:{port}");

    public static BrokerKind Memory { get; } = new("memory", null, _ => "memory:");

    public static BrokerKind Redis { get; } =
        new("redis", "redis.sh", port => $"redis://127.0.0.1:{port}", new RedisBrokerProvider());

    /// <summary>In the same database as the store if that is PostgreSQL too.</summary>
    public static BrokerKind Postgres { get; } = new(
        "postgres",
        "postgres.sh",
        port => $"postgres://app:app@127.0.0.1:{port}/messaging",
        new PostgresBrokerProvider());

    /// <summary>An emulator, in one thread: no measure of SQS, but of what is done beside asking it.</summary>
    public static BrokerKind Sqs { get; } = new(
        "sqs",
        "sqs.sh",
        port => $"sqs://key:secret@eu-west-1?endpoint=http://127.0.0.1:{port}&waitTime=1s",
        new AmazonSqsBrokerProvider());

    public static IReadOnlyList<BrokerKind> All { get; } = [Amqp, Redis, Postgres, Sqs, Memory];

    /// <summary>The kind that an address is of.</summary>
    public static BrokerKind Of(string address)
    {
        var scheme = new Uri(address).Scheme;
        return All.Single(kind => new Uri(kind.Address(1)).Scheme == scheme);
    }
}
