using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.AmazonSqs.Tests;

/// <summary>How often a queue is asked in which nothing happens.</summary>
[TestFixture]
public sealed class IdleQueueTests
{
    [Test]
    public async Task A_wait_that_brought_nothing_counts_as_asked_for_who_receives_right_after_it_and_no_later()
    {
        await using var gateway = await SqsGateway.Start();
        var clock = new StandingTime();
        var address = AmazonSqsAddress.Read(new Uri(SqsServer.Address(endpoint: gateway.Address)));
        await using var broker = SqsServer.Open(address, clock);
        var queue = $"{Settings.NewPrefix()}queue";
        await broker.DeclareQueue(new QueueDeclaration(queue, null), default);
        var before = gateway.Count("ReceiveMessage");

        await broker.Receive(queue, 1, default);
        await broker.WaitForMessage(queue, Eventually.Deadline, default);
        await broker.Receive(queue, 1, default);
        Assert.That(gateway.Count("ReceiveMessage") - before, Is.EqualTo(2));

        await broker.Receive(queue, 1, default);
        Assert.That(gateway.Count("ReceiveMessage") - before, Is.EqualTo(3), "asked once more");

        await broker.WaitForMessage(queue, Eventually.Deadline, default);
        clock.Advance(TimeSpan.FromSeconds(1));
        await broker.Receive(queue, 1, default);
        Assert.That(gateway.Count("ReceiveMessage") - before, Is.EqualTo(5), "asked a second later");
    }

}
