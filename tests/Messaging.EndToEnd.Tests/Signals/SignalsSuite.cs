using MassTransit;
using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Hosting;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Signals;

/// <summary>Ends that a task chooses itself, and those who are told of what becomes of tasks.</summary>
public abstract class SignalsSuite
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private MessagingHost host = null!;
    private Witness witness = null!;
    private string queue = null!;

    [OneTimeSetUp]
    public async Task StartHost()
    {
        var settings = NewSettings().With(("Roles", "Worker, Tracker"), ("Producer:QueryTimeout", "00:00:30"));
        queue = settings.GetValueOrDefault("Messaging:Prefix") + "default";
        host = await MessagingHost.Start(settings, AddTasks);
        witness = host.Services.GetRequiredService<Witness>();
    }

    [OneTimeTearDown]
    public async Task StopHost() => await host.DisposeAsync();

    [Test]
    public async Task A_task_that_rejects_itself_ends_so_without_a_retry_and_with_its_reason()
    {
        var task = await host.Tasks.Send(new Decide("reject"));

        var ended = await task.Wait(Soon);

        Assert.That(ended.State, Is.EqualTo(TaskState.Rejected));
        Assert.That(ended.Error!.Type, Is.EqualTo("Rejected"));
        Assert.That(ended.Error.Message, Is.EqualTo("There is no such order."));
        Assert.That(ended.Error.StackTrace, Does.Contain("The shelf is empty."));
        Assert.That(ended.Attempts.Single().StartedAt, Is.Not.Null);
        Assert.That(witness.RunsOf(task.TaskId), Is.EqualTo(
            ["Received 1", "Started 1", "Rejected Rejected 1", "AfterReturn Rejected of 'reject' 1"]));
        var kept = await host.DeadLetter(task.TaskId);
        Assert.That(kept.Letter.Reason, Is.EqualTo(DeadLetterReason.Rejected));
        Assert.That(kept.BodyText, Does.Contain("\"what\":\"reject\""));
    }

    [Test]
    public async Task An_ignored_task_ends_with_the_state_that_it_gave_itself_and_without_a_result()
    {
        var task = await host.Tasks.Send(new Decide("ignore"));

        var failure = Assert.ThrowsAsync<TaskFailedException>(() => task.GetResult(Soon))!;

        Assert.That(failure.State, Is.EqualTo(TaskState.Ignored));
        var status = await task.WaitUntilTold(status => status.CustomState is not null);
        Assert.That((status.CustomState, status.CustomStateMeta), Is.EqualTo(("Duplicate", """{"of":7}""")));
        Assert.That((status.Result, status.Error, status.Attempts.Count), Is.EqualTo((null as string, null as TaskError, 1)));
        Assert.That(status.FinishedAt, Is.Not.Null);
        Assert.That(witness.RunsOf(task.TaskId), Is.EqualTo(
            ["Received 1", "Started 1", "Ignored 1", "AfterReturn Ignored of 'ignore' 1"]));
    }

    [TestCase("reject", TaskState.Rejected)]
    [TestCase("ignore", TaskState.Ignored)]
    public void A_caller_is_told_of_an_end_that_the_task_chose(string what, TaskState state)
    {
        var failure = Assert.ThrowsAsync<TaskFailedException>(() => host.Tasks.Call(new Decide(what), Soon))!;

        Assert.That(failure.State, Is.EqualTo(state));
    }

    [Test]
    public async Task A_task_that_gives_itself_back_comes_round_again_after_a_second_and_uses_up_no_retry()
    {
        var task = await host.Tasks.Send(new Decide("requeue"), new TaskOptions { MaxRetries = 0 });

        var ended = await task.WaitForAttempts(3);

        Assert.That((ended.State, ended.Result), Is.EqualTo((TaskState.Succeeded, "3")));
        Assert.That(ended.Attempts[0].Error!.Message, Is.EqualTo("Not here."));
        Assert.That(
            ended.Attempts[1].ReceivedAt - ended.Attempts[0].FinishedAt,
            Is.GreaterThanOrEqualTo(TimeSpan.FromMilliseconds(980)));
        // The next attempt is with the scheduler by then, and may begin before all have been told of this one's end.
        var first = await Eventually.Get(
            () => Task.FromResult(witness.RunsOf(task.TaskId).Where(IsOfFirst).ToArray()), notes => notes.Length == 5);
        Assert.That(first, Is.EqualTo(
        [
            "Received 1", "Started 1", "Retrying Not here. 1", "OnRetry Not here. 1",
            "AfterReturn Retrying of 'requeue' 1",
        ]));

        static bool IsOfFirst(string note) => note.EndsWith(" 1", StringComparison.Ordinal);
    }

    [TestCase("twice more", 3)]
    [TestCase("no more", 1)]
    public async Task A_task_says_itself_how_many_retries_it_may_have(string what, int attempts)
    {
        var ended = await (await host.Tasks.Send(new Decide(what))).WaitForAttempts(attempts);

        Assert.That(ended.State, Is.EqualTo(TaskState.Failed));
        Assert.That(ended.Attempts, Has.Count.EqualTo(attempts));
        Assert.That(ended.Error!.Message, Is.EqualTo("Not yet."));
    }

    [Test]
    public async Task A_task_cannot_ask_for_fewer_retries_than_none()
    {
        var task = await host.Tasks.Send(new Decide("fewer than none"), new TaskOptions { MaxRetries = 0 });

        Assert.That((await task.Wait(Soon)).Error!.Message, Does.Contain("maxRetries"));
    }

    [Test]
    public async Task A_task_that_is_run_again_by_the_scheduler_keeps_all_that_it_came_with()
    {
        var (root, parent) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var task = await host.Tasks.Send(new TellEnvelope(), new TaskOptions
        {
            RootId = root,
            ParentId = parent,
            Priority = 7,
            Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Trace"] = "t1" },
        });

        Assert.That(await task.GetResult(Soon), Is.EqualTo(new Envelope(
            task.TaskId, "7", root.ToString(), parent.ToString(), "t1-signals.envelope")));
    }

    [Test]
    public async Task Observers_and_callbacks_are_told_of_each_attempt_in_order_and_before_the_result_is_known()
    {
        var succeeding = await host.Tasks.Send(new Decide("succeed"));
        await succeeding.GetResult(Soon);
        Assert.That(witness.RunsOf(succeeding.TaskId), Is.EqualTo(
        [
            "Received 1", "Started 1", "Succeeded 1 1", "OnSuccess 1 1", "AfterReturn Succeeded of 'succeed' 1",
        ]));

        var failing = await host.Tasks.Send(new Decide("fail"));
        await failing.Wait(Soon);
        Assert.That(witness.RunsOf(failing.TaskId), Is.EqualTo(
        [
            "Received 1", "Started 1", "Retrying Failed on purpose. 1", "OnRetry Failed on purpose. 1",
            "AfterReturn Retrying of 'fail' 1", "Started 2", "Failed Failed on purpose. 2",
            "OnFailure Failed on purpose. 2", "AfterReturn Failed of 'fail' 2",
        ]));
    }

    [Test]
    public async Task Callbacks_are_called_for_a_task_that_is_given_up_while_it_still_runs()
    {
        var task = await host.Tasks.Send(
            new Decide("hang"), new TaskOptions { TimeLimit = TimeSpan.FromSeconds(0.2) });

        Assert.That((await task.Wait(Soon)).State, Is.EqualTo(TaskState.Failed));

        const string why = "Task 'signals.decide' had not returned when its time limit of 00:00:00.2000000 had passed.";
        Assert.That(witness.RunsOf(task.TaskId).TakeLast(3), Is.EqualTo(
            [$"Failed {why} 1", $"OnFailure {why} 1", "AfterReturn Failed of 'hang' 1"]));
    }

    [Test]
    public async Task Observers_are_told_of_tasks_that_are_not_run()
    {
        var expired = await host.Tasks.Send(new Decide("succeed"), new TaskOptions { ExpiresAfter = TimeSpan.Zero });
        Assert.That((await expired.Wait(Soon)).State, Is.EqualTo(TaskState.Expired));
        Assert.That(witness.RunsOf(expired.TaskId), Is.EqualTo(["Received 1", "Expired 1"]));

        var unknown = await host.Tasks.Send(new Unregistered(1));
        Assert.That((await unknown.Wait(Soon)).State, Is.EqualTo(TaskState.Rejected));
        Assert.That(witness.RunsOf(unknown.TaskId), Is.EqualTo(["Rejected Unregistered 1"]));
    }

    [Test]
    public async Task Observers_are_told_of_a_running_task_that_is_revoked()
    {
        var gate = Gate.New();
        var task = await host.Tasks.Send(new WaitAtGate(gate.Name));
        await gate.NextArrival();

        await task.Revoke(RevokeMode.Terminate, "no longer needed");

        Assert.That((await task.Wait(Soon)).State, Is.EqualTo(TaskState.Revoked));
        Assert.That(witness.RunsOf(task.TaskId), Is.EqualTo(["Received 1", "Started 1", "Revoked no longer needed 1"]));
    }

    [Test]
    public async Task Observers_of_sends_are_told_of_each_task_whichever_way_it_is_sent()
    {
        var one = await host.Tasks.Send(new Decide("succeed"));
        var many = await host.Tasks.SendMany([new Decide("succeed"), new Decide("succeed")]);

        foreach (var task in many.Prepend(one))
            Assert.That(witness.SendsOf(task.TaskId), Is.EqualTo(["Sending", "Sent"]));
    }

    [Test]
    public async Task Observers_and_callbacks_that_throw_are_logged_and_change_nothing()
    {
        var task = await host.Tasks.Send(new Decide("fail"));

        Assert.That((await task.WaitForAttempts(2)).Attempts, Has.Count.EqualTo(2));

        var who = typeof(Nuisance).FullName;
        Assert.That(await host.Log.WaitFor($"{who} has thrown when it was told that task signals.decide {task.TaskId} is "
            + "Failed."), Does.StartWith("Warning"));
        Assert.That(await host.Log.WaitFor($"{who}.Sending has thrown for task signals.decide {task.TaskId}."),
            Does.StartWith("Warning"));
        Assert.That(await host.Log.WaitFor($"{typeof(DecideConsumer).FullName}.OnFailure has thrown for task "
            + $"signals.decide {task.TaskId}."), Does.StartWith("Warning"));
    }

    [Test]
    public async Task An_ordinary_consumer_tells_how_far_it_is_and_puts_itself_off()
    {
        var gate = Gate.New();
        var taskId = Guid.CreateVersion7();
        var address = host.Services.GetRequiredService<IBrokerConnection>().QueueAddress(queue);
        var endpoint = await host.Services.GetRequiredService<IBus>().GetSendEndpoint(address);
        await endpoint.Send(new PlainWork(gate.Name), context => context.MessageId = taskId);
        await gate.NextArrival();

        var task = host.Tasks.Get(taskId);
        var status = await Eventually.Get(
            () => task.GetStatus(), status => status is { CustomState: not null, Progress: not null });
        gate.Open();

        Assert.That((status.CustomState, status.Attempt), Is.EqualTo(("Working", 2)));
        Assert.That(status.Progress, Is.EqualTo(new TaskProgress { Current = 1, Total = 4, Message = "begun" }));
        Assert.That((await task.Wait(Soon)).State, Is.EqualTo(TaskState.Succeeded));
    }

    /// <summary>Broker and store of the fixture.</summary>
    protected abstract Dictionary<string, string?> NewSettings();

    private static void AddTasks(IMessagingBuilder messaging)
    {
        messaging.AddTask<DecideConsumer>(policy => policy.Retry(1, Backoff.None));
        messaging.AddTask<TellEnvelopeConsumer>(
            policy => policy.Retry(1, Backoff.Fixed(TimeSpan.FromSeconds(1.01))));
        messaging.AddTask<PlainWorkConsumer>();
        messaging.AddTask<WaitAtGateConsumer>();
        messaging.AddObserver<Nuisance>();
        messaging.AddObserver<Witness>();
        messaging.AddObserver<Witness>();
    }
}
