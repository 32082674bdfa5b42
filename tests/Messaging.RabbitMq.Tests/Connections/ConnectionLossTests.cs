using MassTransit;
using Messaging.Hosting;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.RabbitMq.Tests.Connections;

/// <summary>The connection is cut; the broker is there all the time.</summary>
[TestFixture]
public sealed class ConnectionLossTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Test]
    public async Task A_task_that_does_not_end_keeps_no_other_queue_without_its_consumer()
    {
        var settings = AllRoles().With(("Worker:Queues:0", "default"), ("Worker:Queues:1", "other"));
        await using var host = await MessagingHost.Start(settings, TestTasks.Add);
        var gate = Gate.New();
        await host.Tasks.Send(new SpinAtGate(gate.Name), new TaskOptions { Queue = "default" });
        await gate.NextArrival();

        host.Services.GetRequiredService<IBroker>().Reconnect();
        var sum = await host.Tasks.Send(new Add(1, 2), new TaskOptions { Queue = "other" });

        Assert.That(await sum.GetResult(Soon), Is.EqualTo(3));
        gate.Open();
    }

    [Test]
    public async Task Tasks_that_send_messages_while_the_connection_is_cut_again_and_again_all_succeed()
    {
        await using var host = await MessagingHost.Start(
            AllRoles().With(("Worker:Concurrency", "64")), TestTasks.Add);
        var broker = host.Services.GetRequiredService<IBroker>();
        var sums = new List<TaskHandle<int>>();
        for (var cut = 0; cut < 3; cut++)
        {
            var sending = Task.WhenAll(Enumerable.Range(0, 300).Select(x => host.Tasks.Send(new Add(x, 1))));
            broker.Reconnect();
            sums.AddRange(await sending);
        }

        var results = await Task.WhenAll(sums.Select(sum => sum.GetResult(Soon)));

        Assert.That(results.Order(), Is.EqualTo(Enumerable.Range(0, 300).SelectMany(x => new[] { x + 1, x + 1, x + 1 })));
    }

    private static Dictionary<string, string?> AllRoles() =>
        Settings.RabbitMqAndPostgres().With(("Roles", "Producer, Worker, Tracker"));
}
