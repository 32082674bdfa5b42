using System.Diagnostics;
using Messaging.Contracts;
using Messaging.EndToEnd.Tests.Processes;
using Messaging.PoolWorker;
using Messaging.Producers;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Pools;

/// <summary>A worker in a process of its own, whose children are started from its own command line.</summary>
[TestFixture]
public sealed class WorkerProcessTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private Dictionary<string, string?> settings = null!;
    private MessagingHost tracker = null!;

    [SetUp]
    public async Task StartTracker()
    {
        settings = Settings.RabbitMqAndPostgres();
        tracker = await PoolHost.Start(settings.With(("Roles", "Tracker")));
    }

    [TearDown]
    public async Task StopTracker() => await tracker.DisposeAsync();

    [Test]
    public async Task Children_end_when_their_worker_is_killed_even_one_whose_task_spins()
    {
        using var worker = Worker(("Worker:Pool", "Processes"), ("Worker:Concurrency", "2"));
        var idle = await Run();
        var spinning = await tracker.Tasks.Send(new Spin("x"));
        await Eventually.Get(() => spinning.GetStatus(), status => status.State == TaskState.Started);
        // One of them may have run both tasks while the other was still being started.
        var children = await Eventually.Get(() => Task.FromResult(ChildrenOf(worker.Id)), ids => ids.Length == 2);
        Assert.That(children, Does.Contain(idle));

        await worker.Signal("KILL");
        await worker.Exit(Eventually.Deadline);

        await Eventually.Get(
            () => Task.FromResult(children.Where(IsAlive).ToArray()), alive => alive.Length == 0);
        await tracker.Tasks.Revoke(spinning.TaskId);
    }

    [Test]
    public async Task A_signal_to_the_whole_process_group_lets_the_children_finish_their_tasks()
    {
        using var worker = Worker(("Worker:Pool", "Processes"), ("Worker:Concurrency", "1"));
        await Run();
        var task = await tracker.Tasks.Send(new Block(TimeSpan.FromSeconds(1)));
        await Eventually.Get(() => task.GetStatus(), status => status.State == TaskState.Started);

        foreach (var child in ChildrenOf(worker.Id))
            Process.Start("kill", ["-TERM", $"{child}"]).Dispose();
        await worker.Signal("TERM");

        Assert.That(await worker.Exit(Eventually.Deadline), Is.Zero, () => worker.Errors);
        Assert.That((await task.Wait(Soon)).State, Is.EqualTo(TaskState.Succeeded));
    }

    [Test]
    public async Task A_worker_with_too_many_stuck_tasks_finishes_what_runs_and_ends_to_be_started_again()
    {
        using var worker = Worker(("Worker:RecycleAbove:StuckTasks", "0"), ("Worker:Concurrency", "4"));
        await Run();
        var running = await tracker.Tasks.Send(new Block(TimeSpan.FromSeconds(3)));
        await Eventually.Get(() => running.GetStatus(), status => status.State == TaskState.Started);
        var spinning = await tracker.Tasks.Send(
            new Spin("x"), new TaskOptions { TimeLimit = TimeSpan.FromSeconds(0.3) });

        Assert.That(await worker.Exit(Eventually.Deadline), Is.EqualTo(75), () => worker.Errors);
        Assert.That(worker.Errors, Does.Contain("1 tasks were given up and still run, and "
            + "Worker:RecycleAbove:StuckTasks is 0."));
        Assert.That((await running.Wait(Soon)).State, Is.EqualTo(TaskState.Succeeded));
        Assert.That((await spinning.Wait(Soon)).State, Is.EqualTo(TaskState.Failed));
    }

    [Test]
    public async Task A_worker_that_holds_too_much_memory_ends_to_be_started_again()
    {
        using var worker = Worker(("Worker:RecycleAbove:Memory", $"{400_000_000}"));

        var leaked = await (await tracker.Tasks.Send(new Leak(500_000_000, File: null))).GetResult(Soon);

        Assert.That(leaked, Is.EqualTo(worker.Id));
        Assert.That(await worker.Exit(Eventually.Deadline), Is.EqualTo(75), () => worker.Errors);
        Assert.That(worker.Errors, Does.Contain("Worker:RecycleAbove:Memory is 400000000."));
    }

    private SampleProcess Worker(params (string Key, string? Value)[] others) =>
        PoolHost.StartProcess(settings.With([("Roles", "Worker"), .. others]));

    private async Task<int> Run() => await (await tracker.Tasks.Send(new Where(1))).GetResult(Soon);

    private static int[] ChildrenOf(int id) =>
        [.. Directory.GetDirectories($"/proc/{id}/task")
            .SelectMany(thread => ChildrenOfThread(thread).Split(' '))
            .Where(child => child.Length > 0)
            .Select(int.Parse)];

    /// <summary>Those of a thread that has ended meanwhile are another one's.</summary>
    private static string ChildrenOfThread(string thread)
    {
        try
        {
            return File.ReadAllText($"{thread}/children");
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static bool IsAlive(int id) => Directory.Exists($"/proc/{id}");
}
