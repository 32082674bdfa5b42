using System.Text;
using Messaging.PullTransport;
using Messaging.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.Redis.Tests;

/// <summary>Brokers on the Redis that test.sh has started, or another one.</summary>
internal static class TestRedis
{
    public static IPullBroker Open(TimeSpan? lockTime = null) => Open(TestServers.Redis, lockTime);

    /// <summary>Connects to a server.</summary>
    /// <param name="address">Where.</param>
    /// <param name="lockTime">Time of locks.</param>
    /// <param name="logger">Told of what is wrong with the server.</param>
    /// <param name="time">What it waits by.</param>
    public static IPullBroker Open(
        string address, TimeSpan? lockTime = null, ILogger? logger = null, TimeProvider? time = null) =>
        new RedisPullBroker(
            RedisAddressReader.Read(new Uri(address)) with { Lock = lockTime ?? RedisAddress.DefaultLock },
            time ?? TimeProvider.System,
            logger ?? NullLogger.Instance);

    /// <summary>Asks what is wrong, with the patience of minutes.</summary>
    public static async Task<string?> FindFault(string address)
    {
        await using var broker = Open(address, time: new ScaledTime(0.05));
        return await broker.FindFault(default);
    }

    public static string NewName() => "t" + Guid.NewGuid().ToString("N")[..12];

    public static OutgoingMessage Message(string queue, string body) => new(
        queue, IsTopic: false, new MessageContent(Guid.NewGuid(), "{}"u8.ToArray(), Encoding.UTF8.GetBytes(body)));

    public static string Text(HeldMessage message) => Encoding.UTF8.GetString(message.Content.Body.Span);

    /// <summary>Runs a command on the server of the tests.</summary>
    public static Task<RespValue> Execute(params string[] command) =>
        Execute(new Uri(TestServers.Redis).Port, command);

    /// <summary>Runs a command on a server of this machine.</summary>
    public static async Task<RespValue> Execute(int port, params string[] command)
    {
        var address = new RedisAddress { EndPoints = [new RedisEndPoint("127.0.0.1", port)] };
        var stream = await RedisStreams.Open(address.EndPoints[0], address, default);
        await using var connection = new RedisConnection(stream, "127.0.0.1", pushed: null, TimeProvider.System);
        var request = new RespCommand(command[0]);
        foreach (var argument in command.Skip(1))
            request.Add(argument);
        var reply = await connection.Send(request);
        Assert.That(reply.Kind, Is.Not.EqualTo(RespKind.Error), reply.Text);
        return reply;
    }
}
