using MassTransit;
using Messaging.Contracts;
using Messaging.Hosting;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Behaviour;

/// <summary>Tasks that run again later: the scheduler keeps them meanwhile.</summary>
public abstract class RetryingSuite : BehaviourSuite
{
    [Test]
    public async Task A_task_that_fails_is_run_again_after_its_delay_with_the_next_number()
    {
        var (root, parent) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        var task = await Tasks.Send(
            new FailThenLater(NewKey(), 2), new TaskOptions { RootId = root, ParentId = parent, Priority = 3 });
        var ended = await task.WaitForAttempts(3);

        Assert.That(ended.Result, Is.EqualTo("3"));
        Assert.That(
            ended.Attempts.Select(attempt => (attempt.Number, attempt.Outcome)),
            Is.EqualTo(new (int, TaskState?)[]
            {
                (1, TaskState.Retrying), (2, TaskState.Retrying), (3, TaskState.Succeeded),
            }));
        for (var index = 1; index < 3; index++)
        {
            var due = ended.Attempts[index - 1].NextAttemptAt;
            Assert.That(ended.Attempts[index].ReceivedAt, Is.GreaterThanOrEqualTo(due!));
        }

        Assert.That((ended.RootId, ended.ParentId, ended.Queue), Is.EqualTo((root, parent, Queue)));
        Assert.That(ended.Attempts[0].Error!.Message, Is.EqualTo("Failed on purpose, attempt 1."));
    }

    [Test]
    public async Task A_task_is_retrying_while_it_waits_and_is_revoked_at_once_then()
    {
        var task = await Tasks.Send(new AskAgain(NewKey(), 1, TimeSpan.FromHours(1), IsSnooze: false));
        var waiting = await StateOf(task, TaskState.Retrying);
        Assert.That(waiting.Attempts.Single().NextAttemptAt, Is.GreaterThan(TimeProvider.System.GetUtcNow()));

        await task.Revoke();

        var ended = await task.Wait(Soon);
        Assert.That(ended.State, Is.EqualTo(TaskState.Revoked));
        Assert.That(ended.Attempt, Is.EqualTo(2));
    }

    [Test]
    public async Task A_caller_is_answered_by_the_attempt_that_ends_the_task() =>
        Assert.That(await Tasks.Call(new FailThenLater(NewKey(), 1), Soon), Is.EqualTo(2));

    [Test]
    public async Task A_task_that_always_fails_ends_after_its_last_retry()
    {
        var task = await Tasks.Send(new FailThenLater(NewKey(), 99), new TaskOptions { MaxRetries = 1 });

        var ended = await task.Wait(Soon);

        Assert.That(ended.State, Is.EqualTo(TaskState.Failed));
        Assert.That(ended.Attempt, Is.EqualTo(2));
        Assert.That(ended.Error!.Message, Is.EqualTo("Failed on purpose, attempt 2."));
    }

    [Test]
    public async Task A_task_asks_to_be_run_again([Values(0, 0.2, 1.3)] double seconds)
    {
        var task = await Tasks.Send(new AskAgain(NewKey(), 2, TimeSpan.FromSeconds(seconds), IsSnooze: false));

        var ended = await task.WaitForAttempts(3);

        Assert.That(ended.Result, Is.EqualTo("3"));
        Assert.That(ended.Attempts[0].Error!.Message, Is.EqualTo("Not yet, attempt 1."));
        Assert.That(
            ended.Attempts[1].StartedAt - ended.Attempts[0].FinishedAt,
            // Timers count whole milliseconds.
            Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(20)));
    }

    [Test]
    public async Task A_task_that_asks_too_often_fails_with_its_reason()
    {
        var task = await Tasks.Send(new AskAgain(NewKey(), 99, TimeSpan.Zero, IsSnooze: false));

        var ended = await task.Wait(Soon);

        Assert.That(ended.State, Is.EqualTo(TaskState.Failed));
        Assert.That(ended.Attempt, Is.EqualTo(3));
        Assert.That(ended.Error!.Message, Is.EqualTo("Not yet, attempt 3."));
    }

    [Test]
    public async Task A_task_puts_itself_off_without_using_up_a_retry([Values(0.1, 1.1)] double seconds)
    {
        var task = await Tasks.Send(
            new AskAgain(NewKey(), 4, TimeSpan.FromSeconds(seconds), IsSnooze: true),
            new TaskOptions { MaxRetries = 0 });

        var ended = await task.WaitForAttempts(5);

        Assert.That(ended.State, Is.EqualTo(TaskState.Succeeded));
        Assert.That(ended.Result, Is.EqualTo("5"));
        Assert.That(ended.Attempts.Select(attempt => attempt.Number), Is.EqualTo(new[] { 1, 2, 3, 4, 5 }));
        Assert.That(ended.Attempts[0].Error!.Message, Does.StartWith("The task put itself off for 00:00:0"));
    }

    [Test]
    public async Task A_task_of_a_sender_that_knows_only_MassTransit_is_kept_by_the_scheduler_until_its_eta()
    {
        // A worker that holds nothing until its time: however late it gets the task, it has it from the scheduler then.
        await using var host = await MessagingHost.Start(
            NewSettings().With(
                ("Roles", "Worker, Tracker"), ("Worker:InProcessRetryLimit", "00:00:00"),
                ("Producer:QueryTimeout", "00:00:30")),
            TestTasks.Add);
        var broker = host.Services.GetRequiredService<IBrokerConnection>();
        var queue = broker.QueueAddress(host.Services.GetRequiredService<QueueNames>().Tasks.Single());
        var endpoint = await host.Services.GetRequiredService<IBus>().GetSendEndpoint(queue);
        var due = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(1);

        var task = await SendFor(due);
        var far = await SendFor(due + TimeSpan.FromHours(1));

        await StateOf(far, TaskState.Scheduled);
        await far.Revoke();
        var ended = await task.WaitUntilTold(status => status.Arguments is not null);
        Assert.That(ended.Result, Is.EqualTo("7"));
        Assert.That(ended.Attempts.Single().ReceivedAt, Is.GreaterThanOrEqualTo(due));
        Assert.That(ended.Arguments, Does.Contain("3"));

        async Task<TaskHandle> SendFor(DateTimeOffset eta)
        {
            var id = Guid.CreateVersion7();
            await endpoint.Send(new Add(3, 4), context =>
            {
                context.MessageId = id;
                context.Headers.Set(TaskHeaders.Eta, TaskHeaderFormat.Write(eta));
            });
            return host.Tasks.Get(id);
        }
    }

    [Test]
    public async Task Hundreds_that_fail_together_all_succeed_in_three_attempts()
    {
        var tasks = await Tasks.SendMany(Enumerable.Range(0, 300).Select(_ => new FailThenLater(NewKey(), 2)));

        foreach (var task in tasks)
        {
            var ended = await task.WaitForAttempts(3);
            Assert.That(
                (ended.State, string.Join(",", ended.Attempts.Select(attempt => attempt.Number))),
                Is.EqualTo((TaskState.Succeeded, "1,2,3")));
        }
    }

    [Test]
    public async Task A_delay_that_is_not_allowed_fails_the_task_and_says_what_is()
    {
        var task = await Tasks.Send(
            new AskAgain(NewKey(), 1, TimeSpan.FromSeconds(-1), IsSnooze: true), new TaskOptions { MaxRetries = 0 });

        var ended = await task.Wait(Soon);

        Assert.That(ended.State, Is.EqualTo(TaskState.Failed));
        Assert.That(ended.Error!.Message, Does.Contain("Allowed: 0 to 3650.00:00:00."));
    }

    private static string NewKey() => Guid.NewGuid().ToString("N");
}
