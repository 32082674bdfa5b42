using System.Diagnostics;
using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.PoolWorker;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Pools;

/// <summary>What only child processes do. One child, so that the next task shows whether it was replaced.</summary>
public abstract class ChildProcessSuite
{
    protected static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private string file = null!;

    protected MessagingHost Host { get; private set; } = null!;

    protected ITaskClient Tasks => Host.Tasks;

    [OneTimeSetUp]
    public async Task StartHost() => Host = await PoolHost.Start(NewSettings().With(
        ("Roles", "Worker, Tracker"),
        ("Worker:Pool", "Processes"),
        ("Worker:Concurrency", "1"),
        ("Worker:MaxMemoryPerChild", $"{400_000_000}")));

    [OneTimeTearDown]
    public async Task StopHost()
    {
        var children = Children().ToArray();
        await Host.DisposeAsync();
        Assert.That(children.Where(IsAlive), Is.Empty, "no child outlives its worker");
    }

    [SetUp]
    public void MakeFile() => file = Path.GetTempFileName();

    [TearDown]
    public void DeleteFile() => File.Delete(file);

    [Test]
    public async Task A_child_that_is_killed_fails_its_task_with_the_signals_name_and_is_replaced()
    {
        var before = await ProcessId();

        var status = await (await Tasks.Send(new KillItself(file, 1))).Wait(Soon);

        Assert.Multiple(() =>
        {
            Assert.That(status.State, Is.EqualTo(TaskState.Failed));
            Assert.That(status.Error!.Type, Is.EqualTo(TaskErrorTypes.WorkerLost));
            Assert.That(status.Error.Message, Does.Contain($"The child process {before} ended while it ran task "
                + "'pool.kill': it was killed by SIGKILL"));
        });
        Assert.That(await ProcessId(), Is.Not.EqualTo(before));
    }

    [Test]
    public async Task A_task_that_loses_its_child_is_retried_by_its_policy()
    {
        var task = await Tasks.Send(new KillItself(file, 1), new TaskOptions { MaxRetries = 1 });

        Assert.That(await task.GetResult(Soon), Is.EqualTo(2));
        await Eventually.Get(
            async () => (await task.GetStatus()).Attempts.Select(attempt => attempt.Outcome).ToArray(),
            outcomes => outcomes is [TaskState.Retrying, TaskState.Succeeded]);
    }

    [TestCase(2, TaskState.Succeeded)]
    [TestCase(9, TaskState.Failed)]
    public async Task A_task_that_is_to_run_again_does_so_in_another_child_up_to_its_most_deliveries(
        int times, TaskState state)
    {
        var task = await Tasks.Send(new KillItselfAgain(file, times));

        Assert.That((await task.Wait(Soon)).State, Is.EqualTo(state));
        Assert.That(await File.ReadAllLinesAsync(file), Has.Length.EqualTo(3).And.Unique);
    }

    [Test]
    public async Task A_child_that_leaks_500_MB_is_replaced_after_its_task_and_told_of()
    {
        // Of a child of this worker's that runs a task it is told that it has grown; then the task may end.
        var child = await ProcessId();
        var gate = file + ".gate";
        var task = await Tasks.Send(new Leak(500_000_000, gate));
        await Host.Log.WaitFor($"Child process {child} holds");
        await File.WriteAllTextAsync(gate, "");
        var leaked = await task.GetResult(Soon);
        File.Delete(gate);

        Assert.That(leaked, Is.EqualTo(child));
        Assert.That(await ProcessId(), Is.Not.EqualTo(leaked));
        Assert.That(
            await Host.Log.WaitFor($"Child process {leaked} is replaced, since it holds"),
            Does.Contain("bytes after task pool.leak, and Worker:MaxMemoryPerChild is 400000000."));
        await Eventually.Get(() => Task.FromResult(IsAlive(leaked)), isAlive => !isAlive);
    }

    protected async Task<int> ProcessId() => await (await Tasks.Send(new Where(0))).GetResult(Soon);

    /// <summary>Broker and store of the fixture.</summary>
    protected abstract Dictionary<string, string?> NewSettings();

    protected static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private IEnumerable<int> Children() =>
        Host.Services.GetRequiredService<ProcessPool>().Children.Keys.Select(child => child.Id);
}

[TestFixture]
public sealed class ChildProcessesInMemory : ChildProcessSuite
{
    [Test]
    public async Task A_child_that_ends_itself_is_told_with_exit_code_and_last_words()
    {
        var status = await (await Tasks.Send(new ExitItself(42))).Wait(Soon);

        Assert.That(status.Error!.Message, Does.Contain("it exited with code 42. Last of its standard error: ")
            .And.EndsWith("These are my last words."));
        await ProcessId();
    }

    [Test]
    public async Task A_task_that_is_terminated_and_does_not_listen_is_killed_with_its_child()
    {
        var child = await ProcessId();
        var task = await Tasks.Send(new Spin("x"));
        await Eventually.Get(() => task.GetStatus(), status => status.State == TaskState.Started);

        await Tasks.Revoke(task.TaskId, RevokeMode.Terminate, "no longer wanted");

        Assert.That((await task.Wait(Soon)).State, Is.EqualTo(TaskState.Revoked));
        Assert.That(await ProcessId(), Is.Not.EqualTo(child));
    }

    [Test]
    public async Task A_child_cannot_send_over_a_broker_that_is_in_its_workers_memory_and_says_so()
    {
        var status = await (await Tasks.Send(new SendAnother(1))).Wait(Soon);

        Assert.That(status.Error!.Message, Is.EqualTo(
            "A task in a child process cannot send Add over memory:, whose queues are in the memory of its worker. Set "
            + "Messaging:Broker to a real broker, or Messaging:Worker:Pool to Threads."));
    }

    protected override Dictionary<string, string?> NewSettings() => Settings.InMemory();
}

[TestFixture]
public sealed class ChildProcessesOverRabbitMq : ChildProcessSuite
{
    [Test]
    public async Task A_child_sends_tasks_of_its_own_and_waits_for_their_results()
    {
        await using var other = await PoolHost.Start(
            settings.With(("Roles", "Worker"), ("Worker:Queues:0", "other")));

        Assert.That(await (await Tasks.Send(new SendAnother(41))).GetResult(Soon), Is.EqualTo(42));
    }

    private Dictionary<string, string?> settings = null!;

    protected override Dictionary<string, string?> NewSettings() => settings = Settings.RabbitMqAndPostgres();
}
