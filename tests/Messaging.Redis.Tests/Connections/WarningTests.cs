using System.Collections.Concurrent;
using System.Globalization;
using Messaging.PullTransport;
using Messaging.Testing;
using Microsoft.Extensions.Logging;

namespace Messaging.Redis.Tests.Connections;

/// <summary>What a process logs of a server that may lose messages.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class WarningTests
{
    [Test]
    public async Task Each_server_that_may_lose_messages_is_warned_of_once()
    {
        await using var redis = await PrivateServer.Start("redis.sh", "--appendfsync", "no");
        var log = new Lines();
        await using var broker = TestRedis.Open(
            string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{redis.Port}"), logger: log);
        await Send(broker);
        await TestRedis.Execute(redis.Port, "CLIENT", "KILL", "TYPE", "normal");
        await Send(broker);
        Assert.That(log.All, Has.Count.EqualTo(1).And.All.Contains("appendfsync no"));

        await redis.Kill();
        await redis.Start();
        await Send(broker);
        Assert.That(log.All, Has.Count.EqualTo(2));
    }

    private static Task<bool> Send(IPullBroker broker) => Eventually.Get(
        async () =>
        {
            try
            {
                await broker.Send([TestRedis.Message("queue", "message")], default);
                return true;
            }
            catch (BrokerUnavailableException)
            {
                return false;
            }
        },
        isSent => isSent);

    private sealed class Lines : ILogger
    {
        public ConcurrentQueue<string> All { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) => All.Enqueue(formatter(state, exception));
    }
}
