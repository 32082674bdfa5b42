using System.Diagnostics;
using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.PoolWorker;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Pools;

/// <summary>What comes for a task in a child process that its soft time limit has reached already, and that goes on.</summary>
[TestFixture]
public sealed class ChildAtLimitTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private MessagingHost host = null!;
    private int child;
    private TaskHandle task = null!;

    [SetUp]
    public async Task RunBeyondTheLimit()
    {
        host = await PoolHost.Start(Settings.InMemory().With(
            ("Roles", "Worker, Tracker"),
            ("Worker:Pool", "Processes"),
            ("Worker:Concurrency", "1"),
            ("Worker:StopTimeout", "00:00:00")));
        child = await (await host.Tasks.Send(new Where(0))).GetResult(Soon);
        task = await host.Tasks.Send(new Spin("x"), new TaskOptions { SoftTimeLimit = TimeSpan.FromSeconds(0.1) });
        var running = host.Services.GetRequiredService<WorkerTasks>();
        await Eventually.Get(
            () => Task.FromResult(running.All().Any(run => run.Interruption == Interruption.SoftTimeLimit)),
            isReached => isReached);
    }

    [TearDown]
    public async Task StopHost() => await host.DisposeAsync();

    [Test]
    public async Task Terminated_it_is_killed_with_its_child_and_revoked()
    {
        await task.Revoke(RevokeMode.Terminate);

        Assert.That((await task.Wait(Soon)).State, Is.EqualTo(TaskState.Revoked));
        Assert.That(await (await host.Tasks.Send(new Where(1))).GetResult(Soon), Is.Not.EqualTo(child));
    }

    [Test]
    public async Task Its_message_goes_back_when_its_worker_stops()
    {
        await host.Stop().WaitAsync(Soon);

        Assert.That(await host.Log.WaitFor("goes back to queue"), Does.Contain($"{task.TaskId}"));
        await Eventually.Get(() => Task.FromResult(Directory.Exists($"/proc/{child}")), isAlive => !isAlive);
    }

    [Test]
    public async Task Its_child_is_lost_and_not_its_time_limit_told()
    {
        using (var process = Process.GetProcessById(child))
            process.Kill();

        var ended = await task.Wait(Soon);

        Assert.That((ended.State, ended.Error?.Type), Is.EqualTo((TaskState.Failed, TaskErrorTypes.WorkerLost)));
        Assert.That(ended.Error!.Message, Does.Contain("SIGKILL"));
        Assert.That(await (await host.Tasks.Send(new Where(1))).GetResult(Soon), Is.Not.EqualTo(child));
    }
}
