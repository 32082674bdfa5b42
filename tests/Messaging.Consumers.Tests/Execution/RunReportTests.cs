using MassTransit;
using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Consumers.Tests.Execution;

/// <summary>What a worker tells of runs, by when its events leave.</summary>
public sealed class RunReportTests
{
    private HeldEvents events = null!;
    private MessagingHost host = null!;

    [SetUp]
    public async Task Start()
    {
        events = new HeldEvents();
        var settings = Settings.InMemory().With(("Worker:Concurrency", "1"), ("Worker:Name", "w1"));
        host = await MessagingHost.Start(
            settings,
            messaging =>
            {
                messaging.AddTask<FailThenWaitConsumer>(policy => policy.Retry(1, Backoff.None));
                TestTasks.Add(messaging);
            },
            services => services.AddSingleton<ITaskEventSink>(events));
    }

    [TearDown]
    public async Task Stop() => await host.DisposeAsync();

    [Test]
    public async Task A_run_that_ends_before_its_news_leave_tells_only_its_end()
    {
        await host.Tasks.Send(new Add(1, 2));
        await events.NextEnd();

        var told = events.Leave();

        Assert.That(told, Has.Count.EqualTo(1));
        Assert.That(told[0], Is.TypeOf<TaskSucceeded>().With.Property("Result").EqualTo("3"));
        Assert.That(((TaskSucceeded)told[0]).StartedAt, Is.GreaterThanOrEqualTo(((TaskSucceeded)told[0]).ReceivedAt));
    }

    [Test]
    public async Task A_run_whose_news_leave_at_each_step_tells_each_step_once()
    {
        var (first, second) = (Gate.New(), Gate.New());
        await host.Tasks.Send(new WaitAtGate(first.Name));
        await first.NextArrival();
        events.Leave();
        await events.NextNews();

        // It has to wait for the only slot.
        var waiting = await host.Tasks.Send(new WaitAtGate(second.Name));
        await events.NextNews();
        Assert.That(Kinds(waiting), Is.EqualTo(new[] { typeof(TaskReceived) }));
        Assert.That(Kinds(waiting), Is.Empty);

        first.Open();
        await second.NextArrival();
        Assert.That(Kinds(waiting), Is.EqualTo(new[] { typeof(TaskStarted) }));
        Assert.That(Kinds(waiting), Is.Empty);

        second.Open();
        await events.NextEnd();
        await events.NextEnd();
        Assert.That(Kinds(waiting), Is.EqualTo(new[] { typeof(TaskSucceeded) }));
    }

    [Test]
    public async Task A_run_that_has_been_received_and_started_when_its_news_leave_tells_the_start_alone()
    {
        var gate = Gate.New();
        var task = await host.Tasks.Send(new WaitAtGate(gate.Name));
        await gate.NextArrival();

        var told = events.Leave();
        gate.Open();

        Assert.That(told, Has.Count.EqualTo(1));
        Assert.That(told[0], Is.TypeOf<TaskStarted>().With.Property("TaskId").EqualTo(task.TaskId));
        Assert.That(((TaskStarted)told[0]).Worker, Is.EqualTo("w1"));
    }

    [Test]
    public async Task Of_an_attempt_that_is_retried_nothing_is_told_but_that()
    {
        var gate = Gate.New();
        await host.Tasks.Send(new FailThenWait(gate.Name));
        await gate.NextArrival();

        var told = events.Leave();
        gate.Open();

        Assert.That(
            told.Select(taskEvent => (taskEvent.GetType(), ((TaskRunEvent)taskEvent).Attempt)),
            Is.EqualTo(new[] { (typeof(TaskRetrying), 1), (typeof(TaskStarted), 2) }));
    }

    [Test]
    public async Task What_the_sender_has_not_told_the_receipt_does_however_soon_the_end_follows()
    {
        var broker = host.Services.GetRequiredService<IBrokerConnection>();
        var endpoint = await host.Services.GetRequiredService<IBus>().GetSendEndpoint(broker.QueueAddress("default"));

        await endpoint.Send(new PlainCommand("hello"));
        await events.NextEnd();

        var told = events.Leave();
        Assert.That(told.Select(taskEvent => taskEvent.GetType()), Is.EqualTo(
            new[] { typeof(TaskReceived), typeof(TaskSucceeded) }));
        Assert.That(((TaskReceived)told[0]).Arguments, Is.EqualTo("""{"text":"hello"}"""));
    }

    /// <summary>What is told of a task when the news leave now.</summary>
    private Type[] Kinds(TaskHandle task) =>
    [
        .. events.Leave()
            .Where(taskEvent => taskEvent.TaskId == task.TaskId)
            .Select(taskEvent => taskEvent.GetType()),
    ];
}
