using MassTransit;
using MassTransit.Testing;
using Messaging.Contracts;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.StateMachines.Tests;

/// <summary>The tracker behind its queues, as others see it.</summary>
public sealed class TrackerQueuesTests
{
    private static readonly Uri Tracking = new("queue:tracking");
    private static readonly Uri Queries = new("queue:queries");

    private ServiceProvider services;
    private ITestHarness harness;

    [SetUp]
    public async Task Start()
    {
        var stores = new InMemoryTaskStoreProvider().Open(new Uri("memory:"), prefix: "");
        services = new ServiceCollection()
            .AddSingleton(stores)
            .AddSingleton(stores.Tasks)
            .AddSingleton(stores.ScheduledMessages)
            .AddSingleton(stores.DeadLetters)
            .AddSingleton(stores.Revocations)
            .AddTaskTracker()
            .AddMassTransitTestHarness(TextWriter.Null, bus =>
            {
                bus.DisableUsageTelemetry();
                bus.AddTrackerConsumers();
                bus.UsingInMemory((context, configure) =>
                {
                    configure.ReceiveEndpoint("tracking", queue => TrackerEndpoints.ConfigureTracking(queue, context));
                    configure.ReceiveEndpoint("queries", queue => TrackerEndpoints.ConfigureQueries(queue, context));
                });
            })
            .BuildServiceProvider(validateScopes: true);
        harness = await services.StartTestHarness();
    }

    [TearDown]
    public async Task Stop() => await services.DisposeAsync();

    [Test]
    public async Task A_task_that_nobody_has_told_of_is_unknown()
    {
        var status = await Ask<GetTaskStatus, TaskStatus>(new GetTaskStatus { TaskId = Told.TaskId });

        Assert.That(status.State, Is.EqualTo(TaskState.Unknown));
        Assert.That(status.TaskId, Is.EqualTo(Told.TaskId));
    }

    [Test]
    public async Task Events_of_every_kind_reach_the_saga()
    {
        var (first, second) = (Told.Run(1, at: 1), Told.Run(2, at: 4));
        TaskEvent[] events =
        [
            Told.Submitted(), Told.Scheduled(1), first.Received(null), first.Started(), first.Progressed(Told.At(2)),
            first.StateSet(Told.At(2)), first.Ended(3, TaskState.Retrying), second.Started(),
        ];

        await Send(new TaskEvents { Events = events });
        foreach (var outcome in new[] { TaskState.Rejected, TaskState.Expired, TaskState.Revoked, TaskState.Failed })
            await Send(new TaskEvents { Events = [second.Ended(5, outcome) with { Worker = $"{outcome}" }] });
        await Send(new TaskEvents { Events = [second.Succeeded(5, "42")] });

        // The messages are taken in any order: there are six attempts before the one that ran has succeeded, too.
        var status = await Eventually.Get(
            Status, status => status is { Attempts.Count: 6, State: TaskState.Succeeded });
        Assert.That(status.Result, Is.EqualTo("42"));
        Assert.That(status.Eta, Is.EqualTo(Told.At(1)));
        Assert.That(status.Progress, Is.Not.Null);
        Assert.That(status.CustomState, Is.Not.Null);
        TaskState?[] outcomes =
        [
            TaskState.Retrying, TaskState.Expired, TaskState.Failed, TaskState.Rejected, TaskState.Revoked,
            TaskState.Succeeded,
        ];
        Assert.That(status.Attempts.Select(run => run.Outcome), Is.EqualTo(outcomes));
    }

    [Test]
    public async Task Who_waits_is_answered_at_the_end_and_not_before()
    {
        var waiting = Wait();
        await Eventually.Get(
            async () => await services.GetRequiredService<ITaskStore>().Load([Told.TaskId], default),
            sagas => sagas is [{ Waiters.Count: 1 }]);
        await Send(new TaskEvents { Events = [Told.Submitted(), Told.Run(1, 1).Started()] });
        await Eventually.Get(Status, status => status.State == TaskState.Started);
        Assert.That(waiting.IsCompleted, Is.False);

        await Send(new TaskEvents { Events = [Told.Run(1, 1).Succeeded(2, "42")] });

        Assert.That((await waiting).Result, Is.EqualTo("42"));
    }

    [Test]
    public async Task Tasks_are_counted_by_state()
    {
        var rootId = Guid.NewGuid();
        TaskEvent[] events =
        [
            Told.Submitted(taskId: Guid.NewGuid()) with { RootId = rootId },
            Told.Submitted(taskId: Guid.NewGuid()) with { RootId = rootId },
            Told.Submitted(taskId: Guid.NewGuid()),
            Told.Run(1, 1).Succeeded(2) with { RootId = rootId },
        ];
        await Send(new TaskEvents { Events = events });
        await Counted(events.Length);

        var counts = await Ask<CountTasks, TaskCounts>(new CountTasks { RootId = rootId });

        var expected = new Dictionary<string, long>(StringComparer.Ordinal) { ["Pending"] = 2, ["Succeeded"] = 1 };
        Assert.That(counts.States, Is.EquivalentTo(expected));
    }

    [Test]
    public async Task Tasks_are_listed_by_pages()
    {
        Guid[] taskIds = [Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7()];
        await Send(new TaskEvents { Events = [.. taskIds.Select(taskId => Told.Submitted(taskId: taskId))] });
        await Counted(taskIds.Length);

        var first = await Ask<ListTasks, TaskPage>(new ListTasks { PageSize = 2 });
        var second = await Ask<ListTasks, TaskPage>(new ListTasks { PageSize = 2, Cursor = first.NextCursor });

        Assert.That(
            first.Tasks.Concat(second.Tasks).Select(task => task.TaskId), Is.EqualTo(taskIds.OrderDescending()));
        Assert.That(first.Tasks, Has.Count.EqualTo(2));
        Assert.That(second.NextCursor, Is.Null);
    }

    [Test]
    public async Task The_backlog_goes_by_the_clock()
    {
        await Send(new TaskEvents { Events = [Told.Submitted()] });

        var backlog = await Eventually.Get(
            () => Ask<GetBacklog, TaskBacklog>(new GetBacklog()), answer => answer.Queues.Count > 0);

        Assert.That(backlog.Queues.Single().Waiting, Is.EqualTo(1));
        Assert.That(backlog.Queues.Single().OldestTaskId, Is.EqualTo(Told.TaskId));
    }

    [Test]
    public async Task A_question_that_cannot_be_meant_is_answered_with_what_is_wrong_and_harms_no_other()
    {
        Assert.That(
            () => Ask<ListTasks, TaskPage>(new ListTasks { PageSize = 0 }),
            Throws.TypeOf<RequestFaultException>().With.Message.Contains(
                "ListTasks cannot be answered. PageSize is 0. Allowed: 1 to 1,000."));
        Assert.That(
            () => Ask<CountTasks, TaskCounts>(new CountTasks { By = (CountBy)7 }),
            Throws.TypeOf<RequestFaultException>().With.Message.Contains("CountTasks cannot be answered. By is 7."));

        Assert.That((await Ask<ListTasks, TaskPage>(new ListTasks())).Tasks, Is.Empty);
    }

    [Test]
    public async Task A_revocation_is_told_to_workers_that_ask()
    {
        var revoke = Told.Revoke(1, RevokeMode.Terminate, "no longer needed");
        await Send(revoke);

        var revoked = await Eventually.Get(
            () => Ask<GetRevokedTasks, RevokedTasks>(new GetRevokedTasks { Worker = "w1" }),
            answer => answer.Tasks.Count > 0);

        Assert.That(revoked.Tasks, Is.EqualTo(new[] { revoke }));
    }

    private Task<TaskStatus> Status() => Ask<GetTaskStatus, TaskStatus>(new GetTaskStatus { TaskId = Told.TaskId });

    /// <summary>Waits until so many tasks are known: those of one message may be written in two transactions.</summary>
    private Task<TaskCounts> Counted(int tasks) => Eventually.Get(
        () => Ask<CountTasks, TaskCounts>(new CountTasks()), counts => counts.States.Values.Sum() == tasks);

    private Task<TaskStatus> Wait() => Ask<WaitForTask, TaskStatus>(
        new WaitForTask { TaskId = Told.TaskId, Until = TimeProvider.System.GetUtcNow() + Eventually.Deadline });

    private async Task Send<T>(T message)
        where T : class
    {
        var endpoint = await harness.Bus.GetSendEndpoint(Tracking);
        await endpoint.Send(message);
    }

    private async Task<TAnswer> Ask<TQuestion, TAnswer>(TQuestion question)
        where TQuestion : class
        where TAnswer : class
    {
        var client = harness.Bus.CreateRequestClient<TQuestion>(Queries, Eventually.Deadline);
        return (await client.GetResponse<TAnswer>(question)).Message;
    }
}
