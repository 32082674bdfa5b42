using Messaging.BrokerTests;
using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;

namespace Messaging.AmazonSqs.Tests;

[TestFixture]
public sealed class TasksOverBrokenConnectionsTests
{
    [Test]
    public async Task Each_of_two_thousand_tasks_succeeds_while_connections_break_again_and_again()
    {
        const int count = 2_000;
        await using var relay = new TcpRelay(new Uri(TestServers.Sqs));
        await using var host = await MessagingHost.Start(
            SqsSettings.New($"http://127.0.0.1:{relay.Port}", "&lock=5s"), messaging => messaging.AddTask<AddConsumer>());
        using var done = new CancellationTokenSource();
        var cutting = Cut(relay, done.Token);

        var tasks = await host.Tasks.SendMany(Enumerable.Range(0, count).Select(number => new Add(number, 1)));
        await done.CancelAsync();
        var cuts = await cutting;

        await Eventually.Get(
            () => host.Tasks.Count(new CountTasks()),
            counts => counts.States.GetValueOrDefault(nameof(TaskState.Succeeded)) == count,
            TimeSpan.FromMinutes(1));
        Assert.That(cuts, Is.Positive);
        Assert.That(await ((TaskHandle<int>)tasks[17]).GetResult(TimeSpan.FromSeconds(30)), Is.EqualTo(18));
    }

    private static async Task<int> Cut(TcpRelay relay, CancellationToken done)
    {
        var cuts = 0;
        for (; !done.IsCancellationRequested; cuts++)
        {
            await Task.Delay(150, done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            relay.Cut();
        }

        return cuts;
    }
}
