using System.Collections.Concurrent;
using MassTransit;
using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.EndToEnd.Tests.Failures;
using Messaging.Hosting;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Behaviour;

/// <summary>Tasks whose messages are settled before they run.</summary>
public abstract class AtMostOnceSuite
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly ConcurrentDictionary<Guid, bool> Asked = new();

    private SettledMessages settled = null!;
    private Dictionary<string, string?> settings = null!;
    private MessagingHost host = null!;

    [OneTimeSetUp]
    public async Task StartHost()
    {
        settings = NewSettings();
        settled = new SettledMessages();
        host = await MessagingHost.Start(
            settings.With(
                ("Roles", "Worker, Tracker"),
                ("Worker:Concurrency", "2"),
                // A worker that is not heard of for twice as long, since the machine is slow, is lost with its tasks.
                ("Worker:HeartbeatInterval", "00:00:10"),
                ("Producer:QueryTimeout", "00:00:30")),
            AddTasks,
            services => services.AddSingleton<IReceiveObserver>(settled)
                .PostConfigure<Messaging.Hosting.MessagingOptions>(AtMostOnce));
    }

    [OneTimeTearDown]
    public async Task StopHost() => await host.DisposeAsync();

    [Test]
    public async Task A_task_runs_when_its_message_is_settled_and_its_start_is_known()
    {
        var gate = Gate.New();
        var task = await host.Tasks.Send(new WaitAtGate(gate.Name));
        await gate.NextArrival();

        await Eventually.Get(() => Task.FromResult(settled.Contains(task.TaskId)), isSettled => isSettled);
        var running = await Eventually.Get(() => task.GetStatus(), status => status.State == TaskState.Started);
        Assert.That(running.Attempts.Single().FailsIfLost, Is.True);

        gate.Open();
        Assert.That(await task.GetResult(Soon), Is.EqualTo("passed"));
        Assert.That((await task.GetStatus()).Attempts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task No_more_tasks_run_at_a_time_than_there_are_slots()
    {
        var gate = Gate.New();
        var tasks = await host.Tasks.SendMany(Enumerable.Repeat(new WaitAtGate(gate.Name), 5));
        await gate.NextArrival();
        await gate.NextArrival();
        foreach (var task in tasks)
            await Eventually.Get(() => task.GetStatus(), status => status.State >= TaskState.Received);

        Assert.That(gate.Arrived, Is.EqualTo(2));
        gate.Open();
        foreach (var task in tasks)
            Assert.That(await task.GetResult(Soon), Is.EqualTo("passed"));
    }

    [Test]
    public async Task A_caller_is_replied_to() =>
        Assert.That(await host.Tasks.Call(new Add(20, 22), Soon), Is.EqualTo(42));

    [Test]
    public async Task A_failed_task_is_retried_by_the_scheduler_and_its_attempts_are_kept()
    {
        var key = Guid.NewGuid().ToString("N");
        var task = await host.Tasks.Send(new FailTimes(key, 1));

        Assert.That(await task.GetResult(Soon), Is.EqualTo(2));
        Assert.That(FailTimesConsumer.RunsOf(key), Is.EqualTo(2));
        Assert.That(
            (await task.WaitForAttempts(2)).Attempts.Select(attempt => (attempt.Number, attempt.Outcome)),
            Is.EqualTo(new[] { (1, TaskState.Retrying), (2, (TaskState?)TaskState.Succeeded) }));
    }

    [Test]
    public async Task A_task_that_is_retried_before_its_message_is_settled_is_retried_by_the_scheduler_too()
    {
        var task = await host.Tasks.Send(new FailAtLimit(Guid.NewGuid()));

        var ended = await task.WaitForAttempts(2);

        Assert.That(
            ended.Attempts.Select(attempt => (attempt.Number, attempt.Outcome)),
            Is.EqualTo(new[] { (1, TaskState.Retrying), (2, (TaskState?)TaskState.Succeeded) }));
        Assert.That(ended.Attempts[0].StartedAt, Is.Null, "it failed before its start, which settles its message");
        // One that waits inside of its worker is received once.
        Assert.That(ended.Attempts[1].ReceivedAt, Is.GreaterThanOrEqualTo(ended.Attempts[0].NextAttemptAt!));
    }

    [Test]
    public async Task A_running_task_can_be_revoked()
    {
        var gate = Gate.New();
        var task = await host.Tasks.Send(new WaitAtGate(gate.Name));
        await gate.NextArrival();

        await task.Revoke(RevokeMode.Terminate);

        Assert.That((await task.Wait(Soon)).State, Is.EqualTo(TaskState.Revoked));
    }

    [Test]
    public async Task A_task_that_has_expired_is_not_run()
    {
        var task = await host.Tasks.Send(
            new Add(1, 1), new TaskOptions { Expires = DateTimeOffset.UnixEpoch });

        Assert.That((await task.Wait(Soon)).State, Is.EqualTo(TaskState.Expired));
    }

    [Test]
    public async Task A_failed_task_is_failed_with_its_own_error()
    {
        var task = await host.Tasks.Send(new SayText("not today", Fails: true));

        var status = await task.Wait(Soon);

        Assert.That((status.State, status.Error?.Message), Is.EqualTo((TaskState.Failed, "not today")));
        var kept = await host.DeadLetter(task.TaskId);
        Assert.That((kept.Letter.Reason, kept.Letter.ErrorMessage, kept.Letter.Attempt), Is.EqualTo(
            (DeadLetterReason.Failed, "not today", 1)));
    }

    /// <summary>Broker and store of the fixture.</summary>
    protected abstract Dictionary<string, string?> NewSettings();

    private static void AddTasks(IMessagingBuilder messaging)
    {
        TestTasks.Add(messaging);
        messaging.AddTask<FailAtLimitConsumer>(policy => policy
            .Retry(1, Backoff.Fixed(TimeSpan.FromSeconds(0.2)))
            .ConcurrencyLimit<FailAtLimit>(5, KeyOf));
    }

    /// <summary>Fails when it is asked for the first time.</summary>
    private static string? KeyOf(FailAtLimit task) =>
        Asked.TryAdd(task.Key, true) ? throw new InvalidDataException("No key yet.") : null;

    private static void AtMostOnce(Messaging.Hosting.MessagingOptions options) =>
        options.Tasks["*"] = new TaskSettings { Acknowledge = AcknowledgeMode.AtMostOnce };

    [TaskName("once.limit")]
    private sealed record FailAtLimit(Guid Key) : ITask;

    private sealed class FailAtLimitConsumer : ITaskConsumer<FailAtLimit>
    {
        public Task Consume(TaskContext<FailAtLimit> context) => Task.CompletedTask;
    }
}
