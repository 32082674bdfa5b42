using System.Text;
using Messaging.Testing;

namespace Messaging.PullTransport.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MessageSenderTests
{
    private readonly BrokerState state = new();

    [Test]
    public async Task Of_a_batch_only_what_was_refused_fails_and_the_rest_is_sent_once()
    {
        await using var broker = new ProcessBroker(state, TimeSpan.FromSeconds(30))
        {
            Refuse = message => Body(message) == "3" ? new InvalidOperationException("Not this one.") : null,
        };
        var sender = new MessageSender(broker, new Outages(TimeProvider.System));

        var sent = Enumerable.Range(0, 50).Select(number => sender.Send(Message($"{number}"), default)).ToList();
        await Task.WhenAll(sent).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        Assert.That(sent.FindIndex(send => send.IsFaulted), Is.EqualTo(3));
        Assert.That(sent.Count(send => send.IsFaulted), Is.EqualTo(1));
        Assert.That(sent[3].Exception!.InnerException!.Message, Is.EqualTo("Not this one."));
        Assert.That(
            state.Queues["queue"].Messages.Select(message => Body(message.Sent)),
            Is.EqualTo(Enumerable.Range(0, 50).Where(number => number != 3).Select(number => $"{number}")));
    }

    [Test]
    public async Task Who_gives_up_before_the_batch_begins_sends_nothing()
    {
        using var gate = new SemaphoreSlim(0);
        using var entered = new SemaphoreSlim(0);
        await using var broker = new ProcessBroker(state, TimeSpan.FromSeconds(30))
        {
            Before = _ =>
            {
                entered.Release();
                gate.Wait();
            },
        };
        var sender = new MessageSender(broker, new Outages(TimeProvider.System));
        using var givenUp = new CancellationTokenSource();
        var first = sender.Send(Message("first"), default);
        Assert.That(await entered.WaitAsync(Eventually.Deadline), Is.True, "The first batch has not begun.");
        var second = sender.Send(Message("second"), givenUp.Token);

        await givenUp.CancelAsync();
        gate.Release(2);

        await first;
        Assert.That(async () => await second, Throws.InstanceOf<OperationCanceledException>());
        await sender.Send(Message("third"), default);
        Assert.That(
            state.Queues["queue"].Messages.Select(message => Body(message.Sent)), Is.EqualTo(["first", "third"]));
    }

    private static string Body(OutgoingMessage message) => Encoding.UTF8.GetString(message.Content.Body.Span);

    private static OutgoingMessage Message(string body) => new(
        "queue", IsTopic: false, new MessageContent(Guid.NewGuid(), "{}"u8.ToArray(), Encoding.UTF8.GetBytes(body)));
}
