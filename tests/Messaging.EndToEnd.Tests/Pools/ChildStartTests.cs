using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.PoolWorker;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Pools;

[TestFixture]
public sealed class ChildStartTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Test]
    public async Task A_child_that_does_not_start_is_told_with_its_last_words_and_its_tasks_are_run_by_another_worker()
    {
        var settings = Settings.RabbitMqAndPostgres().With(("Worker:Concurrency", "1"));
        await using var tracker = await PoolHost.Start(settings.With(("Roles", "Tracker")));
        var broken = await PoolHost.Start(
            settings.With(("Roles", "Worker"), ("Worker:Pool", "Processes")), "--fail");
        var task = await tracker.Tasks.Send(new Where(1));

        var line = await broken.Log.WaitFor("No child process can be started");
        await Eventually.Get(() => task.GetStatus(), status => status.State == TaskState.Received);
        await broken.DisposeAsync();
        await using var other = await PoolHost.Start(settings.With(("Roles", "Worker")));

        Assert.That(line, Does.Contain("exited with code 3").And.Contain("The program refuses to start"));
        Assert.That(await task.GetResult(Soon), Is.EqualTo(Environment.ProcessId));
    }

    [Test]
    public async Task A_child_is_replaced_after_so_many_tasks([Values] bool isInMemory)
    {
        var settings = isInMemory ? Settings.InMemory() : Settings.RabbitMqAndPostgres();
        await using var host = await PoolHost.Start(settings.With(
            ("Roles", "Worker, Tracker"),
            ("Worker:Pool", "Processes"), ("Worker:Concurrency", "1"), ("Worker:MaxTasksPerChild", "2")));

        var processes = new List<int>();
        for (var number = 0; number < 4; number++)
            processes.Add(await (await host.Tasks.Send(new Where(number))).GetResult(Soon));

        Assert.That(processes[0], Is.EqualTo(processes[1]).And.Not.EqualTo(processes[2]));
        Assert.That(processes[2], Is.EqualTo(processes[3]));
    }

    [Test]
    public async Task The_pool_grows_and_shrinks_with_its_children()
    {
        await using var host = await PoolHost.Start(Settings.InMemory().With(
            ("Worker:Pool", "Processes"), ("Worker:Concurrency", "1")));
        var pool = host.Services.GetRequiredService<WorkerPool>();
        var processes = host.Services.GetRequiredService<ProcessPool>();

        pool.Grow(1);
        await Eventually.Get(() => Task.FromResult(processes.Children.Count), count => count == 2);
        pool.Shrink(1);
        await Eventually.Get(() => Task.FromResult(processes.Children.Count), count => count == 1);

        Assert.That(pool.Size, Is.EqualTo(1));
        await (await host.Tasks.Send(new Where(1))).GetResult(Soon);
    }
}
