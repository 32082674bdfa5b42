using System.Diagnostics;
using System.Globalization;
using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.Redis.Tests.Connections;

/// <summary>A primary, its replica, and a sentinel that watches them.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SentinelTests
{
    // A sentinel that finds that the machine stood still does nothing for half a minute.
    private static readonly TimeSpan Failover = TimeSpan.FromMinutes(2);

    private PrivateServer primary = null!;
    private PrivateServer replica = null!;
    private SentinelServer sentinel = null!;

    [SetUp]
    public async Task StartServers()
    {
        primary = await PrivateServer.Start("redis.sh");
        replica = await PrivateServer.Start(
            "redis.sh", "--replicaof", "127.0.0.1", $"{primary.Port}", "--repl-diskless-sync-delay", "0");
        sentinel = await SentinelServer.Start(primary.Port);
    }

    [TearDown]
    public async Task StopServers()
    {
        // Those that were not started are not there.
        foreach (var server in new IAsyncDisposable?[] { sentinel, replica, primary })
        {
            if (server is not null)
                await server.DisposeAsync();
        }
    }

    [Test]
    public async Task When_the_primary_is_killed_the_replica_is_found_and_has_the_messages()
    {
        // The first sentinel is never there.
        await using var broker = TestRedis.Open(Address("mymaster"));
        Assert.That(await TestRedis.FindFault(Address("mymaster")), Is.Null);
        await broker.Send([TestRedis.Message("queue", "before")], default);
        await Eventually.Get(
            async () => (await TestRedis.Execute(replica.Port, "EXISTS", "messaging:{queue}:ready")).Number,
            exists => exists == 1);
        await Eventually.Get(
            async () => (await TestRedis.Execute(sentinel.Port, "SENTINEL", "REPLICAS", "mymaster")).Items.Length,
            replicas => replicas == 1);

        await primary.Kill();

        await Eventually.Get(async () =>
        {
            try
            {
                await broker.Send([TestRedis.Message("queue", "after")], default);
                return true;
            }
            catch (BrokerUnavailableException)
            {
                return false;
            }
        }, isSent => isSent, Failover);
        // Sent once more if the answer to the first was lost.
        Assert.That(
            (await broker.Receive("queue", 9, default)).Select(TestRedis.Text).Distinct(StringComparer.Ordinal),
            Is.EqualTo(new[] { "before", "after" }));
    }

    [Test]
    public async Task A_name_that_no_sentinel_knows_is_told()
    {
        Assert.That(
            await TestRedis.FindFault(Address("other")),
            Does.Contain($"127.0.0.1:{sentinel.Port} knows no 'other'").And.Contain("127.0.0.1:1: ")
                .And.Contain("Check serviceName"));
    }

    [Test]
    public async Task A_sentinel_that_is_taken_for_the_server_is_told()
    {
        Assert.That(
            await TestRedis.FindFault($"redis://127.0.0.1:{sentinel.Port}"),
            Does.Contain("It is a sentinel. Add serviceName="));
    }

    private string Address(string service) => string.Create(
        CultureInfo.InvariantCulture, $"redis://127.0.0.1:1?serviceName={service}&sentinels=127.0.0.1:{sentinel.Port}");

    /// <summary>A sentinel of the test's own.</summary>
    private sealed class SentinelServer : IAsyncDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sentinel");
        private readonly Process process;

        private SentinelServer(int port, int primary)
        {
            Port = port;
            var configuration = Path.Combine(folder.FullName, "sentinel.conf");
            File.WriteAllText(configuration, $"""
                bind 127.0.0.1
                port {port}
                dir {folder.FullName}
                sentinel monitor mymaster 127.0.0.1 {primary} 1
                sentinel down-after-milliseconds mymaster 1000
                sentinel failover-timeout mymaster 10000
                """);
            process = Process.Start(
                new ProcessStartInfo("redis-server", [configuration, "--sentinel"]) 
                {
                    RedirectStandardOutput = true,
                    UseShellExecute = false,
                })!;
            // What it logs is read, so that it never waits for that, and of no interest.
            process.BeginOutputReadLine();
        }

        public int Port { get; }

        public static async Task<SentinelServer> Start(int primary)
        {
            var server = new SentinelServer(await PrivateServer.FreePort(), primary);
            await Eventually.Get(() => IsUp(server.Port), isUp => isUp);
            return server;
        }

        public async ValueTask DisposeAsync()
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
            folder.Delete(recursive: true);
        }

        private static async Task<bool> IsUp(int port)
        {
            try
            {
                await TestRedis.Execute(port, "PING");
                return true;
            }
            catch (System.Net.Sockets.SocketException)
            {
                return false;
            }
        }
    }
}
