using System.Text.Json.Nodes;
using Messaging.BrokerTests;
using Messaging.PullTransport;
using Messaging.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.AmazonSqs.Tests;

/// <summary>Connections that break while SQS waits for messages. The gateway, as SQS, does not find out.</summary>
[TestFixture]
public sealed class BrokenWaitTests
{
    private readonly string queue = $"{Settings.NewPrefix()}queue";

    [Test]
    public async Task After_a_wait_that_was_broken_the_queue_is_asked_without_waiting_and_waited_for_again_later()
    {
        await using var gateway = await SqsGateway.Start();
        await using var relay = new TcpRelay(new Uri(gateway.Address));
        var clock = new StandingTime();
        var address = AmazonSqsAddress.Read(new Uri(SqsServer.Address(endpoint: $"http://127.0.0.1:{relay.Port}")));
        await using var broker = SqsServer.Open(address, clock);
        await broker.DeclareQueue(new QueueDeclaration(queue, null), default);
        var isCut = false;
        gateway.Answer = (action, body) =>
        {
            if (!isCut && IsWait(action, body))
            {
                isCut = true;
                relay.Cut();
            }

            return null;
        };

        for (var round = 0; round < 4; round++)
        {
            Assert.That(await broker.Receive(queue, 1, default), Is.Empty);
            await broker.WaitForMessage(queue, Eventually.Deadline, default);
        }

        Assert.That(Waits(gateway).Take(2), Is.EqualTo(new[] { 0, 1 }));
        // Once each round; what was on its way at the cut is asked again.
        Assert.That(Waits(gateway).Skip(2).ToList(), Has.Count.GreaterThanOrEqualTo(3).And.All.Zero);
        clock.Advance(TimeSpan.FromSeconds(1));
        await broker.WaitForMessage(queue, Eventually.Deadline, default);
        Assert.That(Waits(gateway).Last(), Is.EqualTo(1));
    }

    [Test]
    public void The_more_waits_are_broken_the_longer_the_queue_is_asked_without_waiting_until_one_lasts()
    {
        var clock = new StandingTime();
        var waits = new BrokenWaits(queue, TimeSpan.FromMinutes(1), clock, NullLogger.Instance);
        var pauses = new List<(TimeSpan Pause, TimeSpan For)>();
        Assert.That(waits.Pause, Is.Null);

        for (var count = 0; count < 6; count++)
        {
            waits.Add(TimeSpan.FromSeconds(5));
            var (pause, seconds) = (waits.Pause!.Value, 0);
            for (; waits.Pause is not null; seconds++)
                clock.Advance(TimeSpan.FromSeconds(1));
            pauses.Add((pause, TimeSpan.FromSeconds(seconds)));
        }

        Assert.That(
            pauses.Select(one => (one.Pause.TotalMilliseconds, one.For.TotalSeconds)),
            Is.EqualTo(new[] { (250, 5), (500, 10), (1_000, 20), (1_000, 40), (1_000, 60), (1_000, 60) }));
        waits.Clear();
        waits.Add(TimeSpan.FromSeconds(5));
        Assert.That(waits.Pause, Is.EqualTo(TimeSpan.FromMilliseconds(250)));
    }

    private static bool IsWait(string action, JsonNode body) =>
        action == "ReceiveMessage" && (int)body["WaitTimeSeconds"]! > 0;

    // Who looks whether it may receive asks for none.
    private static IEnumerable<int> Waits(SqsGateway gateway) => gateway.Requests("ReceiveMessage")
        .Where(request => (int)request["MaxNumberOfMessages"]! > 0)
        .Select(request => (int)request["WaitTimeSeconds"]!);
}
