using Messaging.Contracts;
using Messaging.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.Consumers.Tests.Workers;

[TestFixture]
public sealed class WorkerCommandsTests
{
    private ChangedWorker worker = null!;
    private WorkerCommands commands = null!;
    private TaskRegistry registry = null!;

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
        commands.Apply(Kept(5, Queue(WorkerCommandKind.ResumeQueue, revision: 5)));
        Assert.That(worker.Calls, Is.EqualTo(new[] { "pause q" }));

        commands.Apply(Kept(8, Queue(WorkerCommandKind.ResumeQueue, revision: 8)));
        Assert.That(worker.Calls, Is.EqualTo(new[] { "pause q", "resume q" }));
    }

    [Test]
    public void Kept_growth_is_made_up_for_and_not_made_twice()
    {
        commands.Run(Pool(WorkerCommandKind.GrowPool, 2) with { Revision = 1 });
        // The next one, of three, was not heard; the trackers keep the sum.
        commands.Apply(Kept(2, Pool(WorkerCommandKind.GrowPool, 5) with { Revision = 2 }));
        Assert.That(worker.Size, Is.EqualTo(15));

        commands.Apply(Kept(2, Pool(WorkerCommandKind.GrowPool, 5) with { Revision = 2 }));
        Assert.That(worker.Size, Is.EqualTo(15), "on the next connection");

        commands.Apply(Kept(
            3,
            Pool(WorkerCommandKind.GrowPool, 5) with { Revision = 2 },
            Pool(WorkerCommandKind.ShrinkPool, 4) with { Revision = 3, Workers = ["me"] }));
        Assert.That(worker.Size, Is.EqualTo(11), "what is kept for all and for one adds up");
    }

    [Test]
    public void Kept_growth_adds_up_in_whatever_order_it_is_heard()
    {
        commands.Run(Pool(WorkerCommandKind.GrowPool, 3) with { Revision = 6 });
        commands.Run(Pool(WorkerCommandKind.GrowPool, 2) with { Revision = 5 });
        commands.Run(Pool(WorkerCommandKind.GrowPool, 2) with { Revision = 5 });
        Assert.That(worker.Size, Is.EqualTo(15));

        // An answer that was on its way when the last one was kept.
        commands.Apply(Kept(5, Pool(WorkerCommandKind.GrowPool, 2) with { Revision = 5 }));
        Assert.That(worker.Size, Is.EqualTo(15));

        commands.Apply(Kept(6, Pool(WorkerCommandKind.GrowPool, 5) with { Revision = 6 }));
        commands.Run(Pool(WorkerCommandKind.GrowPool, 3) with { Revision = 6 });
        Assert.That(worker.Size, Is.EqualTo(15), "told again");
    }

    [TestCase(3, 5, "scale 1-4")]
    [TestCase(5, 3, "scale 1-4, grow 5")]
    public void Of_growth_and_autoscaling_the_later_counts_when_a_worker_starts(
        int growth, int autoscaling, string made)
    {
        var grow = Pool(WorkerCommandKind.GrowPool, 5) with { Revision = growth };
        commands.Apply(Kept(6, grow, Autoscale(autoscaling)));

        Assert.That(worker.PoolCalls, Is.EqualTo(made));
        commands.Apply(Kept(6, grow, Autoscale(autoscaling)));
        Assert.That(worker.PoolCalls, Is.EqualTo(made), "on the next connection");
    }

    [Test]
    public void Of_growth_and_autoscaling_the_later_counts_whichever_is_heard_first()
    {
        commands.Run(Autoscale(5));
        commands.Run(Pool(WorkerCommandKind.GrowPool, 5) with { Revision = 4 });
        Assert.That(worker.PoolCalls, Is.EqualTo("scale 1-4"));

        commands.Run(Pool(WorkerCommandKind.GrowPool, 2) with { Revision = 7 });
        commands.Run(Autoscale(6));
        Assert.That(worker.PoolCalls, Is.EqualTo("scale 1-4, grow 2"));
    }

    [Test]
    public void Of_two_rates_that_are_heard_in_the_wrong_order_the_later_one_counts()
    {
        commands.Run(Rate("math.add", "6/s") with { Revision = 6 });
        commands.Run(Rate("math.add", "5/s") with { Revision = 5 });

        Assert.That(worker.Rates["math.add"], Is.EqualTo("6/s"));
    }

    [Test]
    public void What_is_kept_no_more_is_as_configured()
    {
        commands.Run(new WorkerCommand { Kind = WorkerCommandKind.Forget });
        commands.Run(Rate("math.add", "1/s") with { Revision = 1 });
        commands.Run(Queue(WorkerCommandKind.CancelQueue, revision: 2));
        commands.Run(Queue(WorkerCommandKind.PauseQueue, revision: 3));
        commands.Run(Pool(WorkerCommandKind.GrowPool, 5) with { Revision = 4 });
        commands.Run(new WorkerCommand { Kind = WorkerCommandKind.Autoscale, Least = 1, Most = 2, Revision = 5 });
        commands.Run(Limits("math.add", 6));
        worker.Calls.Clear();

        commands.Apply(Kept(7));

        Assert.That(worker.Rates["math.add"], Is.Null);
        Assert.That(worker.Calls, Is.EquivalentTo(new[] { "take back q", "resume q", "take back size" }));
        Assert.That(registry.Registrations.Single().Policy.TimeLimit, Is.Null);
        worker.Calls.Clear();
        commands.Apply(Kept(8));
        Assert.That(worker.Calls, Is.Empty, "once");
    }

    [Test]
    public void Growth_that_is_kept_no_more_is_taken_back()
    {
        commands.Run(Pool(WorkerCommandKind.GrowPool, 5) with { Revision = 4 });
        commands.Run(Pool(WorkerCommandKind.GrowPool, 1));

        commands.Apply(Kept(7));

        Assert.That(worker.Size, Is.EqualTo(11), "what was not kept stays");
    }

    [Test]
    public void What_is_left_counts_when_something_later_is_kept_no_more()
    {
        commands.Run(Rate("math.add", "3/s") with { Revision = 3 });
        commands.Run(Rate("math.add", "5/s") with { Revision = 5, Workers = ["me"] });

        commands.Apply(Kept(6, Rate("math.add", "3/s") with { Revision = 3 }));
        Assert.That(worker.Rates["math.add"], Is.EqualTo("3/s"));

        // Told again, late.
        commands.Run(Rate("math.add", "5/s") with { Revision = 5, Workers = ["me"] });
        // An answer from before.
        commands.Apply(Kept(5, Rate("math.add", "5/s") with { Revision = 5 }));
        Assert.That(worker.Rates["math.add"], Is.EqualTo("3/s"));

        commands.Run(Rate("math.add", "9/s"));
        commands.Apply(Kept(8, Rate("math.add", "3/s") with { Revision = 3 }));
        Assert.That(worker.Rates["math.add"], Is.EqualTo("9/s"), "what was not kept is not changed by a reconnection");
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

    private static WorkerCommand Autoscale(long revision) =>
        new() { Kind = WorkerCommandKind.Autoscale, Least = 1, Most = 4, Revision = revision };

    private static WorkerCommand Rate(string task, string? rate) =>
        new() { Kind = WorkerCommandKind.RateLimit, TaskName = task, Rate = rate };

    private static WorkerCommand Most(WorkerCommandKind kind, int count) =>
        new() { Kind = kind, TaskName = "math.add", Count = count };

    private static WorkerCommand Queue(WorkerCommandKind kind, long revision) =>
        new() { Kind = kind, Queue = "q", Revision = revision };

    private static WorkerCommand Limits(string task, long revision) => new()
    {
        Kind = WorkerCommandKind.TimeLimit, TaskName = task, TimeLimit = TimeSpan.FromMinutes(1), Revision = revision,
    };

    private static WorkerSettings Kept(long revision, params WorkerCommand[] commands) =>
        new() { Commands = commands, Revision = revision };

    private WorkerCommands Commands(IWorkerPool? pool, IWorkerLimits? limits)
    {
        var options = new WorkerOptions { Name = "me" };
        registry = new TaskRegistry();
        registry.Add(typeof(AddConsumer));
        var tasks = new WorkerTasks();
        var clock = TimeProvider.System;
        var pulse = new WorkerPulse(options, tasks, worker, clock, pool);

        return new WorkerCommands(
            options,
            new WorkerQuestions(pulse, tasks, new RevocationList(clock), registry, worker, clock),
            new WorkerChanges(registry, worker, worker, worker, pool, limits),
            NullLogger<WorkerCommands>.Instance);
    }
}
