using Messaging.BrokerTests;
using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.AmazonSqs.Tests;

/// <summary>Connections that break before SQS has answered who does not wait.</summary>
[TestFixture]
public sealed class LostAnswerTests
{
    private const string Attempt = "ReceiveRequestAttemptId";

    [Test]
    public async Task Who_asks_a_FIFO_queue_again_does_so_as_the_same_attempt_for_which_SQS_gives_the_same_messages()
    {
        await using var gateway = await SqsGateway.Start();
        await using var relay = new TcpRelay(new Uri(gateway.Address));
        await using var broker = SqsServer.Open(TimeSpan.FromMinutes(1), $"http://127.0.0.1:{relay.Port}");
        var (fifo, ordinary) = ($"{Settings.NewPrefix()}orders.fifo", $"{Settings.NewPrefix()}orders");
        await broker.DeclareQueue(new QueueDeclaration(fifo, null), default);
        await broker.DeclareQueue(new QueueDeclaration(ordinary, null), default);
        var before = gateway.Count("ReceiveMessage");
        var isCut = 0;
        gateway.Answer = (action, _) =>
        {
            if (action == "ReceiveMessage" && Interlocked.Exchange(ref isCut, 1) == 0)
                relay.Cut();
            return null;
        };

        await broker.Receive(fifo, 1, default);
        await broker.Receive(fifo, 1, default);
        await broker.Receive(ordinary, 1, default);

        string?[] attempts = [.. gateway.Requests("ReceiveMessage").Skip(before).Select(one => (string?)one[Attempt])];
        Assert.That(attempts, Has.Length.EqualTo(4));
        Assert.That(attempts[0], Is.Not.Null.And.EqualTo(attempts[1]));
        Assert.That(attempts[2], Is.Not.Null.And.Not.EqualTo(attempts[0]));
        Assert.That(attempts[3], Is.Null);
    }
}
