using Messaging.Contracts;
using Messaging.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.Consumers.Tests.Workers;

[TestFixture]
public sealed class WorkerCommandsTests
{
    private ChangedWorker worker = null!;
    private WorkerCommands commands = null!;

    [SetUp]
    public void MakeWorker()
    {
        worker = new ChangedWorker();
        commands = Commands(worker, worker);
    }

    [Test]
    public void The_pool_grows_shrinks_and_scales()
    {
        var grown = commands.Run(Pool(WorkerCommandKind.GrowPool, 5));
        var shrunk = commands.Run(Pool(WorkerCommandKind.ShrinkPool, 2));
        commands.Run(new WorkerCommand { Kind = WorkerCommandKind.Autoscale, Least = 3, Most = 10 });

        Assert.That((grown.Stats!.Concurrency, shrunk.Stats!.Concurrency), Is.EqualTo((15, 13)));
        Assert.That(worker.Scale, Is.EqualTo(((int?)3, (int?)10)));
    }

    [TestCase("10/s", "10/s")]
    [TestCase("100/m", "100/m")]
    [TestCase("0", null)]
    [TestCase(null, null)]
    public void Rates_are_set_for_tasks_that_the_worker_has(string? rate, string? limit)
    {
        var reply = commands.Run(Rate("math.add", rate));

        Assert.That(reply.Error, Is.Null);
        Assert.That(worker.Rates.Single(), Is.EqualTo(KeyValuePair.Create("math.add", limit)));
    }

    [Test]
    public void Other_limits_are_set_as_rates_are()
    {
        commands.Run(Rate("math.add", "10/s") with { Kind = WorkerCommandKind.ClusterRateLimit });
        commands.Run(Most(WorkerCommandKind.ConcurrencyLimit, 3));
        commands.Run(Most(WorkerCommandKind.ClusterConcurrencyLimit, 4));
        commands.Run(Most(WorkerCommandKind.ClusterConcurrencyLimit, 0));
        var wrong = commands.Run(Most(WorkerCommandKind.ConcurrencyLimit, -1));

        Assert.That(worker.Calls, Is.EqualTo(
            new[] { "all math.add 10/s", "most math.add 3", "all most math.add 4", "all most math.add " }));
        Assert.That(wrong.Error, Does.Contain("ConcurrencyLimit is to be -1. Allowed: 1 and more, or 0 for no limit."));
    }

    [Test]
    public void What_cannot_be_done_is_said()
    {
        Assert.That(commands.Run(Rate("math.ad", "1/s")).Error, Does.Contain("Did you mean 'math.add'?"));
        Assert.That(commands.Run(Rate("math.add", "many")).Error, Does.Contain("The rate limit 'many' cannot be"));
        Assert.That(commands.Run(Pool(WorkerCommandKind.GrowPool, 0)).Error, Does.Contain("Allowed: 1 and more."));
        Assert.That(
            commands.Run(new WorkerCommand { Kind = WorkerCommandKind.AddQueue }).Error,
            Does.Contain("names no queue"));
        Assert.That(
            commands.Run(new WorkerCommand { Kind = (WorkerCommandKind)99 }).Error, Does.Contain("another version"));

        var bare = Commands(pool: null, limits: null);
        Assert.That(
            bare.Run(Pool(WorkerCommandKind.GrowPool, 1)).Error,
            Is.EqualTo("The pool of this worker cannot be resized."));
        Assert.That(bare.Run(Rate("math.add", "1/s")).Error, Does.StartWith("Limits cannot be changed"));
    }

    [Test]
    public void A_change_that_is_older_than_one_that_was_made_is_not_made()
    {
        commands.Run(Queue(WorkerCommandKind.PauseQueue, revision: 7));
        commands.Run(Queue(WorkerCommandKind.ResumeQueue, revision: 6));
        commands.Apply(new WorkerSettings { Commands = [Queue(WorkerCommandKind.ResumeQueue, revision: 5)] });
        Assert.That(worker.Calls, Is.EqualTo(new[] { "pause q" }));

        commands.Apply(new WorkerSettings { Commands = [Queue(WorkerCommandKind.ResumeQueue, revision: 8)] });
        Assert.That(worker.Calls, Is.EqualTo(new[] { "pause q", "resume q" }));
    }

    [Test]
    public void Kept_growth_is_made_up_for_and_not_made_twice()
    {
        commands.Run(Pool(WorkerCommandKind.GrowPool, 2) with { Revision = 1 });
        // The next one, of three, was not heard; the trackers keep the sum.
        commands.Apply(Kept(Pool(WorkerCommandKind.GrowPool, 5) with { Revision = 2 }));
        Assert.That(worker.Size, Is.EqualTo(15));

        commands.Apply(Kept(Pool(WorkerCommandKind.GrowPool, 5) with { Revision = 2 }));
        Assert.That(worker.Size, Is.EqualTo(15), "on the next connection");

        commands.Apply(Kept(
            Pool(WorkerCommandKind.GrowPool, 5) with { Revision = 2 },
            Pool(WorkerCommandKind.ShrinkPool, 4) with { Revision = 3, Workers = ["me"] }));
        Assert.That(worker.Size, Is.EqualTo(11), "what is kept for all and for one adds up");
    }

    [Test]
    public void A_command_is_for_all_or_for_those_that_it_names()
    {
        Assert.That(commands.IsMeant(Pool(WorkerCommandKind.GrowPool, 1)), Is.True);
        Assert.That(commands.IsMeant(Pool(WorkerCommandKind.GrowPool, 1) with { Workers = ["me", "you"] }), Is.True);
        Assert.That(commands.IsMeant(Pool(WorkerCommandKind.GrowPool, 1) with { Workers = ["you"] }), Is.False);
    }

    [Test]
    public void A_command_that_comes_twice_is_new_once()
    {
        var requests = new RecentRequests();
        var request = Guid.NewGuid();

        Assert.That((requests.IsNew(request), requests.IsNew(request)), Is.EqualTo((true, false)));
        Assert.That(Enumerable.Range(0, 1000).Select(_ => requests.IsNew(Guid.NewGuid())), Is.All.True);
    }

    private static WorkerCommand Pool(WorkerCommandKind kind, int count) => new() { Kind = kind, Count = count };

    private static WorkerCommand Rate(string task, string? rate) =>
        new() { Kind = WorkerCommandKind.RateLimit, TaskName = task, Rate = rate };

    private static WorkerCommand Most(WorkerCommandKind kind, int count) =>
        new() { Kind = kind, TaskName = "math.add", Count = count };

    private static WorkerCommand Queue(WorkerCommandKind kind, long revision) =>
        new() { Kind = kind, Queue = "q", Revision = revision };

    private static WorkerSettings Kept(params WorkerCommand[] commands) => new() { Commands = commands };

    private WorkerCommands Commands(IWorkerPool? pool, IWorkerLimits? limits)
    {
        var options = new WorkerOptions { Name = "me" };
        var registry = new TaskRegistry();
        registry.Add(typeof(AddConsumer));
        var tasks = new WorkerTasks();
        var clock = TimeProvider.System;
        var pulse = new WorkerPulse(options, tasks, worker, clock, pool);

        return new WorkerCommands(
            options,
            new WorkerQuestions(pulse, tasks, new RevocationList(clock), registry, worker, clock),
            new WorkerChanges(registry, worker, worker, pool, limits),
            NullLogger<WorkerCommands>.Instance);
    }
}
