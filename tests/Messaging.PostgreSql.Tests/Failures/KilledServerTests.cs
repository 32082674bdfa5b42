using System.Collections.Concurrent;
using System.Diagnostics;
using Messaging.PullTransport;
using Messaging.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.PostgreSql.Tests;

// Its server is its own.
[Parallelizable(ParallelScope.Self)]
public sealed class KilledServerTests
{
    private const int Messages = 5_000;

    private PrivateServer server = null!;

    [OneTimeSetUp]
    public async Task StartServer() => server = await PrivateServer.Start("postgres.sh");

    [OneTimeTearDown]
    public async Task EndServer() => await server.DisposeAsync();

    [Test]
    public async Task No_message_is_lost_and_none_that_was_settled_comes_again_when_the_server_is_killed()
    {
        // What was taken when the server died stays locked, unless that was not on the disk yet.
        var settings = PostgresBrokerSettings.Read(new($"postgres://app:app@127.0.0.1:{server.Port}/messaging"))
            with { LockTime = TimeSpan.FromSeconds(3) };
        await using var broker = new PostgresPullBroker(settings, TimeProvider.System, NullLogger.Instance);
        await broker.Declare();
        var settled = new ConcurrentDictionary<Guid, long>();
        var again = new ConcurrentQueue<string>();
        var done = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);

        var sending = Task.Run(Send);
        var receiving = Enumerable.Range(0, 3).Select(_ => Task.Run(Receive)).ToList();
        await Eventually.Get(() => Task.FromResult(settled.Count), count => count > 500);
        await server.Kill();
        await server.Start();

        await sending;
        await Task.WhenAll(receiving).WaitAsync(TimeSpan.FromMinutes(2));
        Assert.That(again, Is.Empty);
        Assert.That(done, Has.Count.EqualTo(Messages));

        async Task Send()
        {
            foreach (var bodies in Enumerable.Range(0, Messages).Select(number => $"{number}").Chunk(20))
            {
                await Use.UntilReached(async () =>
                {
                    // A new id for each try: what was sent twice is no message that comes twice.
                    await broker.Send(bodies);
                    return true;
                });
            }
        }

        async Task Receive()
        {
            while (done.Count < Messages)
            {
                var asked = 0L;
                var held = await Use.UntilReached(() =>
                {
                    asked = Stopwatch.GetTimestamp();
                    return broker.Receive(Use.Queue, 20, default);
                });
                // One that lapses after it came may be another's by now, and settled.
                foreach (var message in held)
                {
                    if (settled.TryGetValue(message.Content.Id, out var settledAt) && settledAt < asked)
                        again.Enqueue(message.Text());
                }

                var answers = await Use.UntilReached(
                    () => broker.Delete(Use.Queue, [.. held.Select(message => message.Lock)], default));
                foreach (var (message, isSettled) in held.Zip(answers))
                {
                    // One that was settled and whose answer was lost is gone as well.
                    done.TryAdd(message.Text(), true);
                    if (isSettled)
                        settled.TryAdd(message.Content.Id, Stopwatch.GetTimestamp());
                }
            }
        }
    }
}
