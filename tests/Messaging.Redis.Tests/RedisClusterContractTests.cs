using System.Globalization;
using Messaging.Hosting;
using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.Redis.Tests;

/// <summary>
/// A cluster of one node, which refuses every script whose keys do not belong together just as a larger one does.
/// </summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class RedisClusterContractTests : PullBrokerContract
{
    private static PrivateServer redis = null!;

    protected override BrokerFeatures Features => RedisPullBroker.Features;

    protected override bool MovesAreAtomic => false;

    [OneTimeSetUp]
    public static async Task StartCluster()
    {
        // By default it is the other port and ten thousand, which may be the local port of some connection.
        redis = await PrivateServer.Start(
            "redis.sh", "--cluster-enabled", "yes", "--cluster-port", $"{await PrivateServer.FreePort()}");
        await TestRedis.Execute(redis.Port, "CLUSTER", "ADDSLOTSRANGE", "0", "16383");
        await Eventually.Get(
            async () => (await TestRedis.Execute(redis.Port, "CLUSTER", "INFO")).Text,
            info => info.Contains("cluster_state:ok", StringComparison.Ordinal));
    }

    [OneTimeTearDown]
    public static async Task StopCluster() => await redis.DisposeAsync();

    [Test]
    public async Task A_queue_and_its_dead_letters_are_moved_at_once()
    {
        var queue = TestRedis.NewName();
        await using var broker = Open(TimeSpan.FromMinutes(1));
        await broker.DeclareQueue(new QueueDeclaration(queue + "_error", null), default);
        await broker.Send([TestRedis.Message(queue, "message")], default);
        var lost = await broker.Receive(queue, 1, default);
        await broker.Return(queue, [new ReturnedMessage(lost[0].Lock, TimeSpan.Zero, null)], default);
        var held = await broker.Receive(queue, 1, default);

        var target = TestRedis.Message(queue + "_error", "moved");
        Assert.That(await broker.Move(queue, lost[0].Lock, target, default), Is.False);
        Assert.That(await broker.Receive(queue + "_error", 1, default), Is.Empty);
        Assert.That(await broker.Move(queue, held[0].Lock, target, default), Is.True);
        Assert.That(await broker.Receive(queue + "_error", 1, default), Has.Count.EqualTo(1));
    }

    internal override IPullBroker Open(TimeSpan lockTime) =>
        TestRedis.Open(string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{redis.Port}"), lockTime);
}
