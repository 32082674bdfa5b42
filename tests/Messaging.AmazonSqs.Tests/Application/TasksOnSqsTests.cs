using Messaging.Contracts;
using Messaging.Hosting;
using Messaging.Producers;
using Messaging.Testing;

namespace Messaging.AmazonSqs.Tests;

[TestFixture]
[Parallelizable(ParallelScope.Children)]
public sealed class TasksOnSqsTests
{
    [Test]
    public async Task A_task_is_sent_run_retried_and_its_result_told()
    {
        await using var host = await MessagingHost.Start(SqsSettings.New(), TestTasks.Add);

        var sum = await host.Tasks.Send(new Add(3, 4));
        var retried = await host.Tasks.Send(new FailTimes($"{Guid.NewGuid()}", 2));

        Assert.That(await sum.GetResult(Eventually.Deadline), Is.EqualTo(7));
        Assert.That(await retried.GetResult(Eventually.Deadline), Is.EqualTo(3));
        Assert.That(await host.Tasks.Call(new Add(1, 1), Eventually.Deadline), Is.EqualTo(2));
    }

    [Test]
    public async Task A_running_task_is_revoked()
    {
        await using var host = await MessagingHost.Start(SqsSettings.New(), TestTasks.Add);
        var gate = Gate.New();
        var task = await host.Tasks.Send(new WaitAtGate(gate.Name));
        await gate.NextArrival();

        await task.Revoke(RevokeMode.Terminate);

        await Eventually.Get(() => task.GetStatus(), status => status.State == TaskState.Revoked);
    }

    [Test]
    public async Task A_task_that_runs_for_longer_than_its_lock_is_run_once()
    {
        await using var host = await MessagingHost.Start(SqsSettings.New(settings: "&lock=5s"), TestTasks.Add);
        var gate = Gate.New();
        var task = await host.Tasks.Send(new WaitAtGate(gate.Name));
        await gate.NextArrival();
        await Task.Delay(TimeSpan.FromSeconds(7));

        gate.Open();

        Assert.That(await task.GetResult(Eventually.Deadline), Is.EqualTo("passed"));
        Assert.That((await task.GetStatus()).Attempts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_message_that_is_too_long_is_an_error_for_who_sends_it()
    {
        await using var host = await MessagingHost.Start(SqsSettings.New(), TestTasks.Add);

        Assert.That(
            () => host.Tasks.Send(new SayText(new string('x', 300_000), Fails: false)),
            Throws.Exception.With.Message.Contains("and SQS takes 262144. It was not sent."));
    }
}
