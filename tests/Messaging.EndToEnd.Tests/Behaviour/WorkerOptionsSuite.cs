using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Messaging.EndToEnd.Tests.Behaviour;

/// <summary>What a worker's settings say of how it works. Each test has a worker of its own.</summary>
public abstract class WorkerOptionsSuite
{
    private const string Worker = "the-worker";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly ControlOptions Patiently = Patient.Of(Worker);

    /// <summary>Broker and store of the fixture.</summary>
    protected abstract Dictionary<string, string?> NewSettings();

    [TestCase("Throughput", 2)]
    [TestCase("Fair", 0)]
    public async Task A_worker_holds_as_many_messages_in_advance_as_it_may(string prefetch, int waiting)
    {
        await using var host = await Start(
            ("Worker:Concurrency", "1"), ("Worker:PrefetchMultiplier", "3"), ("Worker:Prefetch", prefetch));
        var control = await host.ControlOf(Worker);
        var gate = Gate.New();
        var tasks = await host.Tasks.SendMany(Enumerable.Repeat(new WaitAtGate(gate.Name), 6));
        await gate.NextArrival();

        await Eventually.Get(() => Reserved(control), count => count == waiting);
        await control.Ping(Patiently);
        Assert.That(await Reserved(control), Is.EqualTo(waiting));

        gate.Open();
        foreach (var task in tasks)
            Assert.That(await task.GetResult(Soon), Is.EqualTo("passed"));
    }

    [Test]
    public async Task Autoscaled_3_to_10_a_worker_runs_10_of_20_tasks_at_once()
    {
        await using var host = await Start(("Worker:Autoscale:Min", "3"), ("Worker:Autoscale:Max", "10"));
        var control = await host.ControlOf(Worker);
        Assert.That((await control.Stats(Patiently)).Answers[Worker].Concurrency, Is.EqualTo(3));
        var gate = Gate.New();

        var tasks = await host.Tasks.SendMany(Enumerable.Repeat(new WaitAtGate(gate.Name), 20));

        for (var count = 0; count < 10; count++)
            await gate.NextArrival();
        Assert.That((await control.Stats(Patiently)).Answers[Worker].Concurrency, Is.EqualTo(10));
        Assert.That(gate.Arrived, Is.EqualTo(10));
        gate.Open();
        foreach (var task in tasks)
            Assert.That(await task.GetResult(Soon), Is.EqualTo("passed"));
    }

    [TestCase("00:10:00", true)]
    [TestCase("00:00:00", false)]
    public async Task A_retry_waits_in_the_worker_if_it_is_due_within_the_limit_and_with_the_trackers_otherwise(
        string limit, bool isInWorker)
    {
        await using var host = await Start(("Worker:InProcessRetryLimit", limit));
        var control = await host.ControlOf(Worker);
        var task = await host.Tasks.Send(new AskAgain("", 1, TimeSpan.FromMinutes(5), IsSnooze: false));
        await Eventually.Get(() => task.GetStatus(), status => status.State == TaskState.Retrying);

        if (isInWorker)
        {
            await Eventually.Get(() => control.Scheduled(Patiently), held => held.Answers[Worker].Count == 1);
            Assert.That(await InSchedule(host), Is.Empty);
        }
        else
        {
            await Eventually.Get(() => InSchedule(host), ids => ids.SequenceEqual([task.TaskId]));
            Assert.That((await control.Scheduled(Patiently)).Answers[Worker], Is.Empty);
        }
    }

    [Test]
    public async Task A_stopping_worker_waits_for_what_runs()
    {
        await using var host = await Start(("Worker:Concurrency", "1"), ("Worker:StopTimeout", "00:01:00"));
        var (running, waiting) = (Gate.New(), Gate.New());
        await host.Tasks.Send(new WaitAtGate(running.Name));
        await running.NextArrival();
        var second = await host.Tasks.Send(new WaitAtGate(waiting.Name));
        await Eventually.Get(() => second.GetStatus(), status => status.State == TaskState.Received);

        var stopping = host.Stop();
        await host.Log.WaitFor($"{second.TaskId}");
        Assert.That(stopping.IsCompleted, Is.False);
        running.Open();
        await stopping.WaitAsync(Soon);

        Assert.That(running.Passed, Is.EqualTo(1));
        Assert.That(waiting.Arrived, Is.Zero);
    }

    [Test]
    public async Task What_outlives_the_stop_timeout_is_cancelled()
    {
        await using var host = await Start(("Worker:StopTimeout", "00:00:00.3"));
        var gate = Gate.New();
        var task = await host.Tasks.Send(new WaitAtGate(gate.Name));
        await gate.NextArrival();

        await host.Stop().WaitAsync(Soon);

        Assert.That(await host.Log.WaitFor($"{task.TaskId}"), Does.Contain("goes back to queue"));
        Assert.That(gate.Passed, Is.Zero);
    }

    private protected Task<MessagingHost> Start(params (string Key, string? Value)[] settings) => MessagingHost.Start(
        NewSettings()
            .With(
                ("Roles", "Worker, Tracker"), ("Worker:Name", Worker), ("Worker:HeartbeatInterval", "00:00:00.1"),
                ("Producer:QueryTimeout", "00:00:30"))
            .With(settings),
        TestTasks.Add);

    private static async Task<int> Reserved(IWorkerControl control) =>
        (await control.Reserved(Patiently)).Answers[Worker].Count;

    private static async Task<Guid[]> InSchedule(MessagingHost host) =>
        await host.Tasks.ListScheduled(new ListScheduled()).Select(item => item.Id).ToArrayAsync();
}

[TestFixture]
public sealed class WorkerOptionsInMemory : WorkerOptionsSuite
{
    [Test]
    public async Task A_worker_with_too_many_stuck_tasks_stops_to_be_started_again()
    {
        var exitCode = Environment.ExitCode;
        await using var host = await Start(("Worker:RecycleAbove:StuckTasks", "0"));
        var gate = Gate.New();
        try
        {
            await host.Tasks.Send(
                new SpinAtGate(gate.Name), new TaskOptions { TimeLimit = TimeSpan.FromSeconds(0.1) });

            await host.Log.WaitFor("1 tasks were given up and still run, and Worker:RecycleAbove:StuckTasks is 0.");
            var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
            await Eventually.Get(
                () => Task.FromResult(lifetime.ApplicationStopping.IsCancellationRequested), isStopping => isStopping);
            Assert.That(Environment.ExitCode, Is.EqualTo(75));
        }
        finally
        {
            gate.Open();
            Environment.ExitCode = exitCode;
        }
    }

    protected override Dictionary<string, string?> NewSettings() => Settings.InMemory();
}

[TestFixture]
public sealed class WorkerOptionsOverRabbitMq : WorkerOptionsSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.RabbitMqAndPostgres();
}
