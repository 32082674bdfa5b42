using System.Net;
using System.Net.Sockets;
using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.Redis.Tests.Connections;

/// <summary>What is wrong with the address or the server, and what the user is told to do about it.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
public sealed class BadInputTests
{
    private readonly List<string> users = [];

    private static int Port => new Uri(TestServers.Redis).Port;

    [TearDown]
    public async Task DeleteUsers()
    {
        foreach (var user in users)
            await TestRedis.Execute("ACL", "DELUSER", user);
    }

    [Test]
    public async Task A_wrong_password_is_told()
    {
        var user = await NewUser(">right", "+@all");

        Assert.That(
            await FindFault($"redis://{user}:wrong@127.0.0.1:{Port}"),
            Does.Contain($"disabled. It refuses user '{user}' with this password").And.Contain("Messaging:Broker"));
    }

    [Test]
    public async Task A_password_that_is_not_wanted_is_told() => Assert.That(
        await FindFault($"redis://:secret@127.0.0.1:{Port}"), Does.Contain("wants no password").And.Contain("Leave it out"));

    [Test]
    public async Task A_missing_password_is_told()
    {
        await using var redis = await PrivateServer.Start("redis.sh", "--requirepass", "s3cr/et@");

        Assert.That(
            await FindFault($"redis://127.0.0.1:{redis.Port}"),
            Does.Contain("wants a password").And.Contain("redis://user:password@host:port/database"));
        Assert.That(await FindFault($"redis://:s3cr%2Fet%40@127.0.0.1:{redis.Port}"), Is.Null);
    }

    [Test]
    public async Task A_database_that_is_not_there_is_told() => Assert.That(
        await FindFault($"redis://127.0.0.1:{Port}/99"), Does.Contain("no database 99").And.Contain("0 to 15"));

    [Test]
    public async Task A_user_with_just_the_permissions_that_are_documented_has_no_fault()
    {
        var user = await NewUser(">right", "~messaging:*", "&messaging:*", "+@all", "-@dangerous", "+info");

        Assert.That(await FindFault($"redis://{user}:right@127.0.0.1:{Port}"), Is.Null);
    }

    [TestCase("~messaging:*", "+@all", Description = "no channels")]
    [TestCase("~other:*", "&messaging:*", "+@all", Description = "no keys")]
    [TestCase("~messaging:*", "&messaging:*", "+@all", "-hset", Description = "no writing")]
    [TestCase("~messaging:*", "&messaging:*", "+@all", "-@scripting", Description = "no scripts")]
    public async Task Missing_permissions_are_told(params string[] rules)
    {
        var user = await NewUser([">right", "resetchannels", .. rules]);

        Assert.That(
            await FindFault($"redis://{user}:right@127.0.0.1:{Port}"),
            Does.Contain($"User '{user}' lacks permissions").And.Contain($"ACL SETUSER {user} ~messaging:*"));
    }

    [Test]
    public async Task A_server_that_is_not_there_is_told() => Assert.That(
        await FindFault("redis://127.0.0.1:1"), Does.Contain("cannot be reached: Connection refused. Check that it runs"));

    [Test]
    public async Task A_server_that_is_no_redis_is_told()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var finding = FindFault($"redis://{listener.LocalEndpoint}");
        using var client = await listener.AcceptTcpClientAsync();
        await client.GetStream().WriteAsync("SSH-2.0-OpenSSH_9.2\r\n"u8.ToArray());

        Assert.That(
            await finding,
            Does.Contain("does not speak Redis' protocol").And.Contain("it said 'SSH-2.0").And.Contain("Check that"));
    }

    [Test]
    public async Task A_sentinel_that_does_not_answer_is_told_and_left()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var broker = TestRedis.Open($"rediss://{listener.LocalEndpoint}?serviceName=mymaster");
        var finding = broker.FindFault(default);
        using var client = await listener.AcceptTcpClientAsync();

        Assert.That(await finding, Does.Contain("has not answered within 1 s"));
        // All that it said, which ends when the connection is closed.
        var end = client.GetStream().CopyToAsync(Stream.Null);
        Assert.That(async () => await end.WaitAsync(Eventually.Deadline), Throws.Nothing);
    }

    [Test]
    public async Task A_server_without_tls_is_told()
    {
        // It waits for more, and is given up after five seconds.
        await using var broker = TestRedis.Open($"rediss://127.0.0.1:{Port}");
        Assert.That(await broker.FindFault(default), Does.Contain("TLS"));
    }

    [Test]
    public async Task A_server_that_has_no_connection_left_is_tried_again()
    {
        await using var redis = await PrivateServer.Start("redis.sh");
        var address = $"redis://127.0.0.1:{redis.Port}";
        await using var first = TestRedis.Open(address);
        await first.Send([TestRedis.Message("queue", "message")], default);
        await TestRedis.Execute(redis.Port, "CONFIG", "SET", "maxclients", "1");

        await using var second = TestRedis.Open(address);
        Assert.That(
            async () => await second.Send([TestRedis.Message("queue", "message")], default),
            Throws.InstanceOf<BrokerUnavailableException>());
    }

    [Test]
    public async Task A_replica_is_told()
    {
        // Of nobody: one that loads what it is sent answers something else for that while.
        await using var replica = await PrivateServer.Start("redis.sh", "--replicaof", "127.0.0.1", "1");

        Assert.That(
            await FindFault($"redis://127.0.0.1:{replica.Port}"), Does.Contain("replica").And.Contain("serviceName"));
    }

    [Test]
    public void An_old_server_is_told()
    {
        Assert.That(new RedisServerInfo("redis_version:6.0.16\r\n").Fault(), Does.Contain("6.0.16").And.Contain("6.2"));
        Assert.That(new RedisServerInfo("redis_version:6.2.0\r\n").Fault(), Is.Null);
    }

    [Test]
    public void A_server_that_may_lose_messages_is_warned_of()
    {
        var warnings = new RedisServerInfo(
            "redis_version:7.0.15\r\naof_enabled:0\r\nmaxmemory:1000\r\nmaxmemory_policy:allkeys-lru\r\n").Warnings();

        Assert.That(
            warnings,
            Has.Some.Contains("append-only").And.Some.Contains("allkeys-lru").And.Some.Contains("noeviction"));
    }

    private static Task<string?> FindFault(string address) => TestRedis.FindFault(address);

    private async Task<string> NewUser(params string[] rules)
    {
        var user = TestRedis.NewName();
        users.Add(user);
        await TestRedis.Execute(["ACL", "SETUSER", user, "on", .. rules]);
        return user;
    }
}
