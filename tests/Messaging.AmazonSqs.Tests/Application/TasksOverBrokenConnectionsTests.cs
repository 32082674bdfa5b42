using Messaging.BrokerTests;
using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;

namespace Messaging.AmazonSqs.Tests;

[TestFixture]
public sealed class TasksOverBrokenConnectionsTests
{
    // Fifteen seconds of cuts, longer than all takes on an idle machine: from the first task that is sent to the last that
    // has ended. On one so busy that requests take longer than connections last, nothing would ever get through.
    private const int MostCuts = 40;

    private int cuts;

    [Test]
    public async Task Each_of_two_thousand_tasks_succeeds_while_connections_break_again_and_again()
    {
        const int count = 2_000;
        await using var relay = new TcpRelay(new Uri(TestServers.Sqs));
        var settings = SqsSettings.New(settings: "&lock=3s");
        // Who asks how far it has got does so undisturbed.
        await using var tracker = await MessagingHost.Start(settings.With(("Roles", "Tracker")), _ => { });
        await using var worker = await MessagingHost.Start(
            settings.With(
                ("Broker", SqsServer.Address("&lock=3s", $"http://127.0.0.1:{relay.Port}")), ("Roles", "Worker")),
            messaging => messaging.AddTask<AddConsumer>());
        Assert.That(
            await (await worker.Tasks.Send(new Add(1, 1))).GetResult(Eventually.Deadline), Is.EqualTo(2));
        using var done = new CancellationTokenSource();
        var cutting = Cut(relay, done.Token);

        var tasks = await worker.Tasks.SendMany(Enumerable.Range(0, count / 2).Select(number => new Add(number, 1)));
        // However fast that was.
        await Eventually.Get(() => Task.FromResult(Volatile.Read(ref cuts)), made => made > 3);
        await worker.Tasks.SendMany(Enumerable.Range(count / 2, count / 2).Select(number => new Add(number, 1)));
        await Eventually.Get(
            () => tracker.Tasks.Count(new CountTasks()),
            counts => counts.States.GetValueOrDefault(nameof(TaskState.Succeeded)) == count + 1,
            TimeSpan.FromMinutes(2));

        await done.CancelAsync();
        await cutting;
        Assert.That(await ((TaskHandle<int>)tasks[17]).GetResult(Eventually.Deadline), Is.EqualTo(18));
    }

    private async Task Cut(TcpRelay relay, CancellationToken done)
    {
        for (; cuts < MostCuts && !done.IsCancellationRequested; Interlocked.Increment(ref cuts))
        {
            await Task.Delay(150 + (cuts % 4 * 150), done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            relay.Cut();
        }
    }
}
