using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Messaging.BrokerTests;
using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.AmazonSqs.Tests;

[TestFixture]
public sealed class CutConnectionTests
{
    private static readonly TimeSpan Lock = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Test]
    public async Task Nothing_is_lost_when_connections_break_in_every_state()
    {
        const int count = 1_000;
        await using var relay = new TcpRelay(new Uri(TestServers.Sqs));
        await using var sender = SqsServer.Open(Lock, $"http://127.0.0.1:{relay.Port}");
        await using var receiver = SqsServer.Open(Lock, $"http://127.0.0.1:{relay.Port}");
        var (queue, errors) = ($"{Settings.NewPrefix()}queue", $"{Settings.NewPrefix()}errors");
        var received = new ConcurrentDictionary<int, bool>();
        using var done = new CancellationTokenSource();

        var cutting = Cut(relay, done.Token);
        var receiving = Receive(receiver, queue, errors, received, done.Token);
        for (var first = 0; first < count; first += 50)
        {
            OutgoingMessage[] some = [.. Enumerable.Range(first, 50).Select(number => Message(queue, number))];
            await UntilReached(() => sender.Send(some, default));
        }

        await Eventually.Get(() => Task.FromResult(received.Count), found => found == count, Patience);
        // Every tenth is moved, sooner or later: each of them is there, once or, if the answer got lost, twice.
        var moved = new HashSet<int>();
        await Eventually.Get(
            async () =>
            {
                await UntilReached(async () => moved.UnionWith((await receiver.Receive(errors, 100, default)).Select(Number)));
                return moved.Count;
            },
            found => found == count / 10,
            Patience);
        await done.CancelAsync();
        await Task.WhenAll(cutting, receiving);
    }

    private static async Task Receive(
        SqsPullBroker broker,
        string queue,
        string errors,
        ConcurrentDictionary<int, bool> received,
        CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            IReadOnlyList<HeldMessage> messages = [];
            try
            {
                messages = await broker.Receive(queue, 50, done);
                if (messages.Count == 0)
                    await broker.WaitForMessage(queue, TimeSpan.FromSeconds(1), done);
            }
            catch (BrokerUnavailableException)
            {
                continue;
            }
            catch (OperationCanceledException) when (done.IsCancellationRequested)
            {
                return;
            }

            // What cannot be settled in time is another's, or gone: who is told so does not know which.
            foreach (var message in messages)
                received[Number(message)] = true;
            await Task.WhenAll(messages.Where(IsToMove).Select(message => UntilReached(
                () => broker.Move(
                    queue, message.Lock, new OutgoingMessage(errors, IsTopic: false, message.Content), default))));
            var others = messages.Where(message => !IsToMove(message)).ToList();
            await UntilReached(() => broker.Delete(queue, [.. others.Select(message => message.Lock)], default));
        }
    }

    private static async Task Cut(TcpRelay relay, CancellationToken done)
    {
        for (var cuts = 0; cuts < 40 && !done.IsCancellationRequested; cuts++)
        {
            relay.Cut();
            await Task.Delay(100, done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task UntilReached(Func<Task> action)
    {
        while (true)
        {
            try
            {
                await action();
                return;
            }
            catch (Exception exception) when (exception is BrokerUnavailableException || IsOutage(exception))
            {
                // Again, as all do who use the port; those of a batch that were sent, too.
            }
        }
    }

    private static bool IsOutage(Exception exception) => exception is PartialSendException sending
        && sending.Failures.All(failure => failure is null or BrokerUnavailableException);

    private static bool IsToMove(HeldMessage message) => Number(message) % 10 == 0;

    private static int Number(HeldMessage message) =>
        int.Parse(Encoding.UTF8.GetString(message.Content.Body.Span), CultureInfo.InvariantCulture);

    private static OutgoingMessage Message(string queue, int number) => new(
        queue, IsTopic: false, new MessageContent(Guid.NewGuid(), "{}"u8.ToArray(), Encoding.UTF8.GetBytes($"{number}")));
}
