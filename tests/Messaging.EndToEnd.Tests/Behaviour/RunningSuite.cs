using MassTransit;
using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Behaviour;

public abstract class RunningSuite : BehaviourSuite
{
    [TestCase("default")]
    [TestCase("second")]
    public async Task A_worker_of_several_queues_runs_a_task_of_each_once(string queue)
    {
        var task = await Tasks.Send(new Add(1, 2), new TaskOptions { Queue = queue });
        var result = await task.GetResult(Soon);

        // What else is told of it has been told by the time that a later task has run and been told.
        await (await Tasks.Send(new Add(1, 1), new TaskOptions { Queue = queue })).GetResult(Soon);

        var status = await task.GetStatus();
        Assert.That(result, Is.EqualTo(3));
        Assert.That(status.Attempts, Has.Count.EqualTo(1));
        Assert.That(status.Queue, Is.EqualTo(Application.GetValueOrDefault("Messaging:Prefix") + queue));
    }

    [Test]
    public async Task A_failed_task_throws_with_the_remote_type_message_and_stack_trace()
    {
        var task = await Tasks.Send(new FailTimes(NewKey(), 9), new TaskOptions { MaxRetries = 0 });

        var exception = Assert.ThrowsAsync<TaskFailedException>(() => task.GetResult(Soon))!;

        Assert.Multiple(() =>
        {
            Assert.That(exception.TaskId, Is.EqualTo(task.TaskId));
            Assert.That(exception.State, Is.EqualTo(TaskState.Failed));
            Assert.That(exception.RemoteType, Is.EqualTo("System.IO.InvalidDataException"));
            Assert.That(exception.RemoteMessage, Is.EqualTo("Failed on purpose, run 1."));
            Assert.That(exception.RemoteStackTrace, Does.Contain(nameof(FailTimesConsumer)));
            Assert.That(exception.Message, Is.EqualTo(
                $"Task {task.TaskId} (test.fail) ended as Failed with System.IO.InvalidDataException: "
                + "Failed on purpose, run 1."));
        });
    }

    [Test]
    public async Task A_failed_task_stays_failed()
    {
        var task = await Tasks.Send(new FailTimes(NewKey(), 9), new TaskOptions { MaxRetries = 0 });
        await task.Wait(Soon);

        // What came after its end has been told by the time that a later task has run and been told.
        await (await Tasks.Send(new Add(1, 1))).GetResult(Soon);

        var status = await task.GetStatus();
        Assert.That(status.State, Is.EqualTo(TaskState.Failed));
        Assert.That(status.Attempts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_task_that_throws_a_cancellation_nobody_asked_for_fails_once_with_its_cause()
    {
        var task = await Tasks.Send(new ThrowCancellation(NewKey()));

        var exception = Assert.ThrowsAsync<TaskFailedException>(() => task.GetResult(Soon))!;

        Assert.That(exception.RemoteStackTrace, Does.Contain("the service did not answer"));
        await (await Tasks.Send(new Add(1, 1))).GetResult(Soon);
        Assert.That((await task.GetStatus()).Attempts, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_call_of_a_failing_task_throws_the_same()
    {
        var exception = Assert.ThrowsAsync<TaskFailedException>(() => Tasks.Call(
            new FailTimes(NewKey(), 9), new TaskOptions { MaxRetries = 0 }, Soon));

        Assert.That(exception!.RemoteType, Is.EqualTo("System.IO.InvalidDataException"));
    }

    [Test]
    public async Task A_task_that_fails_twice_and_then_succeeds_has_three_attempts()
    {
        var task = await Tasks.Send(new FailTimes(NewKey(), 2));

        Assert.That(await task.GetResult(Soon), Is.EqualTo(3));
        var attempts = (await task.WaitForAttempts(3)).Attempts;
        Assert.That(
            attempts.Select(attempt => (attempt.Number, attempt.Outcome)),
            Is.EqualTo(new (int, TaskState?)[]
            {
                (1, TaskState.Retrying), (2, TaskState.Retrying), (3, TaskState.Succeeded),
            }));
        Assert.That(attempts[0].Error!.Message, Is.EqualTo("Failed on purpose, run 1."));
    }

    [TestCase(3, 4)]
    [TestCase(0, 1)]
    public async Task A_task_that_always_fails_is_run_once_more_than_it_is_retried(int maxRetries, int runs)
    {
        var key = NewKey();
        var task = await Tasks.Send(new FailTimes(key, int.MaxValue), new TaskOptions { MaxRetries = maxRetries });

        var status = await task.WaitForAttempts(runs);

        Assert.That(status.State, Is.EqualTo(TaskState.Failed));
        Assert.That(status.Attempts, Has.Count.EqualTo(runs));
        Assert.That(FailTimesConsumer.RunsOf(key), Is.EqualTo(runs));
    }

    [Test]
    public async Task Progress_and_custom_state_are_seen_while_the_task_runs()
    {
        var gate = Gate.New();
        var task = await Tasks.Send(new TellProgress(gate.Name));
        await gate.NextArrival();

        // Start, progress and state are told one after the other, and may come in any order.
        var status = await Eventually.Get(() => task.GetStatus(), status => status is
        {
            State: TaskState.Started, CustomState: not null, Progress: not null,
        });
        gate.Open();

        Assert.Multiple(() =>
        {
            Assert.That(status.State, Is.EqualTo(TaskState.Started));
            Assert.That(
                status.Progress, Is.EqualTo(new TaskProgress { Current = 3, Total = 10, Message = "reading" }));
            Assert.That(status.CustomState, Is.EqualTo("Compressing"));
            Assert.That(status.CustomStateMeta, Is.EqualTo("""{"level":9}"""));
        });
        await StateOf(task, TaskState.Succeeded);
    }

    [Test]
    public async Task The_soft_time_limit_cancels_the_task_and_is_reported()
    {
        var task = await Tasks.Send(
            new WaitAtGate(Gate.New().Name), new TaskOptions { SoftTimeLimit = TimeSpan.FromSeconds(0.2) });

        var exception = Assert.ThrowsAsync<TaskFailedException>(() => task.GetResult(Soon))!;

        Assert.That(exception.RemoteType, Is.EqualTo(typeof(SoftTimeLimitExceededException).FullName));
        Assert.That(exception.RemoteMessage, Is.EqualTo(
            "Task 'test.wait' was cancelled when its soft time limit of 00:00:00.2000000 had passed."));
    }

    [Test]
    public async Task The_hard_time_limit_gives_up_a_task_that_does_not_listen()
    {
        var gate = Gate.New();
        var task = await Tasks.Send(new SpinAtGate(gate.Name), new TaskOptions { TimeLimit = TimeSpan.FromSeconds(0.2) });

        var exception = Assert.ThrowsAsync<TaskFailedException>(() => task.GetResult(Soon))!;
        gate.Open();

        Assert.That(exception.RemoteType, Is.EqualTo(typeof(TimeLimitExceededException).FullName));
        Assert.That(await (await Tasks.Send(new Add(1, 1))).GetResult(Soon), Is.EqualTo(2), "the worker goes on");
    }

    [Test]
    public async Task A_task_of_an_ordinary_consumer_sent_by_MassTransit_alone_is_tracked()
    {
        var taskId = Guid.CreateVersion7();
        var broker = Host.Services.GetRequiredService<IBrokerConnection>();
        var endpoint = await Host.Services.GetRequiredService<IBus>()
            .GetSendEndpoint(broker.QueueAddress(Queue));

        await endpoint.Send(new PlainCommand("hello"), context => context.MessageId = taskId);

        var status = await Tasks.Get(taskId).WaitUntilTold(status => status.Arguments is not null);
        Assert.Multiple(() =>
        {
            Assert.That(status.State, Is.EqualTo(TaskState.Succeeded));
            Assert.That(status.Name, Is.EqualTo(typeof(PlainCommand).FullName));
            Assert.That(status.Arguments, Is.EqualTo("""{"text":"hello"}"""));
            Assert.That(status.Result, Is.Null);
            Assert.That(status.SubmittedAt, Is.Null);
        });
    }

    private static string NewKey() => Guid.NewGuid().ToString("N");
}
