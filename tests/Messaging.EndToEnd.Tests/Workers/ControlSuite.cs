using System.Diagnostics;
using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Workers;

/// <summary>Remote control of one worker; what is tested holds on every broker and store.</summary>
public abstract class ControlSuite
{
    private const string Worker = "the-worker";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly ControlOptions Patiently = Patient.Of(Worker);

    private MessagingHost host = null!;
    private string prefix = null!;

    private IWorkerControl Control => host.Services.GetRequiredService<IWorkerControl>();

    private IWorkers Workers => host.Services.GetRequiredService<IWorkers>();

    [OneTimeSetUp]
    public async Task StartHost()
    {
        var settings = NewSettings().With(
            ("Roles", "Worker, Tracker"),
            ("Worker:Name", Worker),
            ("Worker:Concurrency", "2"),
            ("Worker:HeartbeatInterval", "00:00:00.2"));
        prefix = settings.GetValueOrDefault("Messaging:Prefix") ?? "";
        host = await MessagingHost.Start(settings, TestTasks.Add, PatientTrackers.Add);
        await host.ControlOf(Worker);
        await Eventually.Get(() => Workers.List(), workers => workers.Count == 1);
    }

    [OneTimeTearDown]
    public async Task StopHost() => await host.DisposeAsync();

    [Test]
    public async Task A_worker_is_known_by_its_heartbeats()
    {
        Assert.That(await (await host.Tasks.Send(new Add(1, 2))).GetResult(Soon), Is.EqualTo(3));

        var status = await Eventually.Get(() => Workers.Get(Worker), found => found.Heartbeat.Processed > 0);

        var heartbeat = status.Heartbeat;
        Assert.That(status.State, Is.EqualTo(WorkerState.Online));
        Assert.That(heartbeat.Queues, Does.Contain(prefix + "default"));
        Assert.That(heartbeat.Host, Is.EqualTo(Environment.MachineName));
        Assert.That(heartbeat.ProcessId, Is.EqualTo(Environment.ProcessId));
        Assert.That(heartbeat.Concurrency, Is.EqualTo(2));
        Assert.That(heartbeat.Interval, Is.EqualTo(TimeSpan.FromSeconds(0.2)));
        Assert.That(heartbeat.Memory, Is.Positive);
        Assert.That(heartbeat.Version, Is.Not.Null);
    }

    [Test]
    public async Task A_worker_tells_of_itself_as_often_as_it_is_set_to()
    {
        const int beats = 8;

        // By default, every two seconds, it would be twice as long each time; once the machine may have stood still.
        await Eventually.Get(TimeOfBeats, time => time < TimeSpan.FromSeconds(beats), TimeSpan.FromMinutes(1));

        async Task<TimeSpan> TimeOfBeats()
        {
            var started = Stopwatch.GetTimestamp();
            var first = (await Workers.Get(Worker)).Heartbeat.Sequence;
            await Eventually.Get(() => Workers.Get(Worker), found => found.Heartbeat.Sequence >= first + beats);
            return Stopwatch.GetElapsedTime(started);
        }
    }

    [Test]
    public void An_unknown_worker_is_told_from_those_that_there_are() => Assert.That(
        () => Workers.Get("the-wroker"),
        Throws.TypeOf<WorkerNotFoundException>().With.Message.EqualTo(
            "There is no worker 'the-wroker'. Did you mean 'the-worker'? There are 'the-worker'."));

    [Test]
    public async Task All_known_workers_answer_before_the_time_is_up()
    {
        var result = await Control.Ping(new ControlOptions { Timeout = 2 * Soon }).WaitAsync(Soon);

        Assert.That(result.Answers.Keys, Is.EqualTo(new[] { Worker }));
        Assert.That(result.Answers[Worker], Is.InRange(TimeSpan.Zero, Soon));
        Assert.That(result.Known, Is.EqualTo(1));
        Assert.That(result.IsComplete, Is.True);
        Assert.That(result.Problem, Is.Null);
    }

    [Test]
    public async Task A_name_that_no_worker_has_is_told_with_the_one_that_was_perhaps_meant()
    {
        // All of the time is waited for, and the trackers may not have answered in so little.
        var result = await Eventually.Get(
            () => Control.Ping(new ControlOptions { Workers = ["the-wroker"], Timeout = TimeSpan.FromSeconds(0.5) }),
            result => result.Known is not null);

        Assert.That(result.IsComplete, Is.False);
        Assert.That(result.Missing, Is.EqualTo(new[] { "the-wroker" }));
        Assert.That(result.Known, Is.Zero);
        Assert.That(result.Problem, Does.Contain("no worker 'the-wroker'. Did you mean 'the-worker'?"));
    }

    [Test]
    public async Task A_worker_says_what_runs_what_waits_and_what_is_held()
    {
        var gate = Gate.New();
        var running = await host.Tasks.SendMany([new WaitAtGate(gate.Name), new WaitAtGate(gate.Name)]);
        await gate.NextArrival();
        await gate.NextArrival();
        var waiting = await host.Tasks.Send(new WaitAtGate(gate.Name));
        await Eventually.Get(() => waiting.GetStatus(), status => status.State == TaskState.Received);

        var active = (await Control.Active(Patiently)).Answers[Worker];
        var reserved = (await Control.Reserved(Patiently)).Answers[Worker];
        var stats = (await Control.Stats(Patiently)).Answers[Worker];
        gate.Open();

        Assert.That(active.Select(task => task.TaskId), Is.EquivalentTo(running.Select(task => task.TaskId)));
        Assert.That(active.Select(task => task.Name), Is.All.EqualTo("test.wait"));
        Assert.That(active.Select(task => task.StartedAt), Has.None.Null);
        Assert.That(reserved.Select(task => task.TaskId), Is.EqualTo(new[] { waiting.TaskId }));
        Assert.That(reserved[0].StartedAt, Is.Null);
        Assert.That(stats.InFlight, Is.EqualTo(2));
        Assert.That(await waiting.GetResult(Soon), Is.EqualTo("passed"));
        await Eventually.Get(() => Control.Active(Patiently), result => result.Answers[Worker].Count == 0);
    }

    [Test]
    public async Task A_worker_says_which_tasks_it_has_and_which_are_revoked()
    {
        var task = await host.Tasks.Send(
            new WaitAtGate(Gate.New().Name), new TaskOptions { Countdown = TimeSpan.FromHours(1) });
        await task.Revoke();

        await Eventually.Get(() => Control.Revoked(Patiently), result => result.Answers[Worker].TaskIds.Contains(task.TaskId));
        var registered = (await Control.Registered(Patiently)).Answers[Worker];

        Assert.That(registered, Does.Contain("math.add").And.Contain("test.wait"));
    }

    [Test]
    public async Task Queues_are_added_and_cancelled_while_the_worker_runs()
    {
        var added = await Control.AddQueue("extra", Patiently);
        var task = await host.Tasks.Send(new Add(3, 4), new TaskOptions { Queue = "extra" });
        Assert.That(await task.GetResult(Soon), Is.EqualTo(7));

        var cancelled = await Control.CancelQueue("extra", Patiently);
        var late = await host.Tasks.Send(new Add(4, 5), new TaskOptions { Queue = "extra" });
        await StaysIn(late, TaskState.Started, TaskState.Succeeded);
        await Control.AddQueue("extra", Patiently);

        Assert.That(await late.GetResult(Soon), Is.EqualTo(9));
        Assert.That(StateOf(added, "extra"), Is.EqualTo(WorkerQueueState.Active));
        Assert.That(StateOf(cancelled, "extra"), Is.EqualTo(WorkerQueueState.Cancelled));
    }

    [Test]
    public async Task A_queue_that_the_worker_does_not_read_cannot_be_cancelled()
    {
        var result = await Control.CancelQueue("defualt", Patiently);

        Assert.That(result.IsComplete, Is.False);
        Assert.That(
            result.Refusals[Worker],
            Does.StartWith($"This worker does not read the queue '{prefix}defualt'. Did you mean '{prefix}default'?"));
        Assert.That(result.Problem, Does.Contain(result.Refusals[Worker]));
    }

    [Test]
    public async Task A_queue_whose_name_differs_from_one_that_is_read_in_case_alone_cannot_be_added()
    {
        for (var times = 0; times < 2; times++)
        {
            Assert.That(
                (await Control.AddQueue("Default", Patiently)).Refusals[Worker],
                Does.Contain($"reads the queue '{prefix}default'").And.Contain("in upper and lower case alone"));
        }

        Assert.That(
            (await Control.Queues(Patiently)).Answers[Worker].Select(queue => queue.Name), Has.None.EqualTo(prefix + "Default"));
    }

    [Test]
    public async Task No_task_of_a_paused_queue_is_started_until_it_is_resumed()
    {
        await Control.AddQueue("paused", Patiently);
        var paused = await Control.PauseQueue("paused", Soon);
        var task = await host.Tasks.Send(new Add(5, 6), new TaskOptions { Queue = "paused" });
        await StaysIn(task, TaskState.Started, TaskState.Succeeded);
        Assert.That(await (await host.Tasks.Send(new Add(1, 1))).GetResult(Soon), Is.EqualTo(2), "other queues go on");

        await Control.ResumeQueue("paused", Soon);

        Assert.That(await task.GetResult(Soon), Is.EqualTo(11));
        Assert.That(StateOf(paused, "paused"), Is.EqualTo(WorkerQueueState.Paused));
    }

    [Test]
    public async Task Time_limits_change_from_the_next_run_on()
    {
        var limited = await Control.TimeLimit("test.text", soft: null, hard: TimeSpan.FromMinutes(1), Patiently);
        var wrong = await Control.TimeLimit(
            "test.text", TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(1), Patiently);
        var unknown = await Control.TimeLimit("test.txt", null, null, Patiently);

        Assert.That(limited.IsComplete, Is.True, limited.Problem);
        Assert.That(wrong.Refusals.Keys, Is.EqualTo(new[] { Worker }));
        Assert.That(unknown.Refusals[Worker], Does.Contain("no task 'test.txt'. Did you mean 'test.text'?"));

        await Control.TimeLimit("test.spin", soft: null, hard: TimeSpan.FromSeconds(0.2), Patiently);
        var gate = Gate.New();
        var task = await host.Tasks.Send(new SpinAtGate(gate.Name));
        Assert.ThrowsAsync<TaskFailedException>(() => task.GetResult(Soon));
        gate.Open();
        Assert.That((await task.GetStatus()).Error?.Type, Does.EndWith("TimeLimitExceededException"));
    }

    [Test]
    public async Task The_pool_and_the_rate_of_a_task_change_while_the_worker_runs()
    {
        Assert.That((await Control.GrowPool(3, Patiently)).Answers[Worker].Concurrency, Is.EqualTo(5));
        Assert.That((await Control.ShrinkPool(3, Patiently)).Answers[Worker].Concurrency, Is.EqualTo(2));
        Assert.That(
            (await Control.ShrinkPool(2, Patiently)).Refusals[Worker], Does.Contain("The pool size 0 is not possible."));
        Assert.That((await Control.Autoscale(2, 4, Patiently)).IsComplete, Is.True);
        Assert.That((await Control.Autoscale(null, null, Patiently)).IsComplete, Is.True);

        Assert.That((await Control.RateLimit("test.text", "2/s", Patiently)).IsComplete, Is.True);
        var asked = Stopwatch.GetTimestamp();
        foreach (var task in await host.Tasks.SendMany(Enumerable.Repeat(new SayText("a", Fails: false), 3)))
            await task.GetResult(Soon);
        Assert.That(Stopwatch.GetElapsedTime(asked), Is.GreaterThan(TimeSpan.FromSeconds(0.9)));
        Assert.That((await Control.RateLimit("test.text", null, Patiently)).IsComplete, Is.True);
    }

    [Test]
    public async Task What_is_kept_no_more_is_as_configured_at_once()
    {
        var kept = Patient.All with { Lifetime = SettingLifetime.Kept };
        Assert.That((await Control.ConcurrencyLimit("test.wait", 1, kept)).IsComplete, Is.True);
        Assert.That(
            (await Control.Kept(Worker)).Where(command => command.TaskName == "test.wait")
                .Select(command => command.Count),
            Is.EqualTo(new int?[] { 1 }));
        var gate = Gate.New();
        var tasks = await host.Tasks.SendMany([new WaitAtGate(gate.Name), new WaitAtGate(gate.Name)]);
        await gate.NextArrival();

        var forgotten = await Control.Forget(WorkerCommandKind.ConcurrencyLimit, "test.wait", Patient.All);

        Assert.That(forgotten.Answers.Keys, Is.EqualTo(new[] { Worker }), forgotten.Problem);
        await gate.NextArrival();
        gate.Open();
        foreach (var task in tasks)
            Assert.That(await task.GetResult(Soon), Is.EqualTo("passed"));
        Assert.That((await Control.Kept(Worker)).Where(command => command.TaskName == "test.wait"), Is.Empty);
    }

    [Test]
    public void What_is_not_allowed_is_said_before_anything_is_sent()
    {
        Assert.ThrowsAsync<ArgumentException>(() => Control.PauseQueue("messaging-tracking"));
        Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Control.GrowPool(0));
        Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Control.Autoscale(5, 3));
        Assert.ThrowsAsync<ArgumentException>(() => Control.Forget(WorkerCommandKind.Ping));
        Assert.ThrowsAsync<ArgumentException>(() => Control.Forget(WorkerCommandKind.RateLimit));
        Assert.ThrowsAsync<ArgumentException>(() => Control.Forget(WorkerCommandKind.AddQueue, ""));
        Assert.ThrowsAsync<ArgumentException>(() => Control.Forget(WorkerCommandKind.GrowPool, "default"));
        Assert.ThrowsAsync<ArgumentException>(() => Control.Ping(new ControlOptions { Workers = [] }));
        Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Control.Ping(new ControlOptions { Timeout = TimeSpan.Zero }));
    }

    /// <summary>Broker and store of the fixture.</summary>
    protected abstract Dictionary<string, string?> NewSettings();

    private WorkerQueueState StateOf(ControlResult<IReadOnlyList<WorkerQueue>> result, string queue)
    {
        Assert.That(result.IsComplete, Is.True, result.Problem);
        return result.Answers[Worker].Single(known => known.Name == prefix + queue).State;
    }

    /// <summary>For half a second, which is many times what a task takes that is not held up.</summary>
    private async Task StaysIn(TaskHandle task, params TaskState[] notIn)
    {
        var other = await host.Tasks.Send(new Add(0, 0));
        await other.GetResult(Soon);
        await Task.Delay(TimeSpan.FromSeconds(0.5));
        Assert.That(notIn, Does.Not.Contain((await task.GetStatus()).State));
    }
}
