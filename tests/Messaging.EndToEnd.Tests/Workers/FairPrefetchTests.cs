using Messaging.Contracts;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Workers;

[TestFixture]
public sealed class FairPrefetchTests
{
    [Test]
    public async Task Short_tasks_do_not_wait_behind_a_long_one_while_another_worker_is_idle()
    {
        var settings = Settings.RabbitMqAndPostgres();
        var worker = settings.With(("Roles", "Worker"), ("Worker:Concurrency", "1"), ("Worker:Prefetch", "Fair"));
        await using var tracker = await MessagingHost.Start(settings.With(("Roles", "Tracker")));
        await using var first = await MessagingHost.Start(worker, TestTasks.Add);
        await using var second = await MessagingHost.Start(worker, TestTasks.Add);
        var gate = Gate.New();
        var lengthy = await tracker.Tasks.Send(new WaitAtGate(gate.Name));
        await gate.NextArrival();

        var brief = await tracker.Tasks.SendMany(Enumerable.Range(0, 10).Select(number => new Add(number, 1)));

        foreach (var task in brief)
            await task.GetResult(TimeSpan.FromSeconds(30));
        // It runs still, of which may be heard later than of the end of the others.
        await Eventually.Get(() => lengthy.GetStatus(), status => status.State == TaskState.Started);
        gate.Open();
        Assert.That(await lengthy.GetResult(TimeSpan.FromSeconds(30)), Is.EqualTo("passed"));
    }
}
