using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Behaviour;

/// <summary>The order in which a worker with one slot runs what it finds in its queue.</summary>
[TestFixture]
public sealed class PriorityTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Test]
    public async Task Classic_queues_of_RabbitMQ_give_the_higher_priority_first_and_the_earlier_one_of_the_same() =>
        Assert.That(
            await Order(Settings.RabbitMqAndPostgres().With(("Broker", TestServers.Amqp + "?queueType=classic"))),
            Is.EqualTo(new (byte?, int)[] { (9, 4), (5, 2), (5, 3), (1, 5), (0, 0), (null, 1) }));

    [Test]
    public async Task In_memory_priorities_are_accepted_and_ignored() =>
        Assert.That(
            await Order(Settings.InMemory()),
            Is.EqualTo(new (byte?, int)[] { (0, 0), (null, 1), (5, 2), (5, 3), (9, 4), (1, 5) }));

    private static async Task<IEnumerable<(byte? Priority, int Number)>> Order(Dictionary<string, string?> settings)
    {
        await using var host = await MessagingHost.Start(
            settings.With(("Roles", "Worker, Tracker"), ("Worker:Concurrency", "1"), ("Worker:Prefetch", "Fair")),
            TestTasks.Add);
        var busy = Gate.New();
        await host.Tasks.Send(new WaitAtGate(busy.Name), new TaskOptions { Priority = 9 });
        await busy.NextArrival();

        var sent = new List<(byte? Priority, int Number, TaskHandle Task)>();
        foreach (var priority in new byte?[] { 0, null, 5, 5, 9, 1 })
        {
            var task = await host.Tasks.Send(new Add(1, 1), new TaskOptions { Priority = priority });
            sent.Add((priority, sent.Count, task));
        }

        busy.Open();
        var ended = new List<((byte?, int) Task, DateTimeOffset? StartedAt)>();
        foreach (var (priority, number, task) in sent)
            ended.Add(((priority, number), (await task.Wait(Soon)).StartedAt));

        return ended.OrderBy(run => run.StartedAt).Select(run => run.Task);
    }
}
