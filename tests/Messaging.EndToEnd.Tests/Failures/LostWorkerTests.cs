using Messaging.Contracts;
using Messaging.EndToEnd.Tests.Processes;
using Messaging.Producers;
using Messaging.StateMachines;
using Messaging.Testing;
using Messaging.TestWorker;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Failures;

/// <summary>Workers are killed (SIGKILL) while they run tasks that do not run twice, or that kill them.</summary>
[TestFixture]
public sealed class LostWorkerTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Forever = TimeSpan.FromHours(1);

    private WorkerProcesses workers = null!;

    [SetUp]
    public async Task Start() => workers = await WorkerProcesses.Start(("Worker:Concurrency", "4"));

    [TearDown]
    public async Task Stop() => await workers.DisposeAsync();

    [Test]
    public async Task Tasks_that_do_not_run_twice_fail_when_their_worker_is_lost()
    {
        var first = await workers.StartWorker("w1");
        var once = await Started(await workers.Tasks.Send(new SleepOnce(Forever)));
        var orFail = await Started(await workers.Tasks.Send(new SleepOrFail(Forever)));
        await first.Kill();
        await workers.StartWorker("w2");

        // Its message is delivered again, and the second worker finds out what became of it.
        Assert.That(ErrorOf(await orFail.Wait(Soon)), Is.EqualTo((TaskState.Failed, TaskErrorTypes.WorkerLost)));
        await workers.Tracker.DeadLetter(orFail.TaskId);

        // Its message is settled. Nobody runs it, and the trackers are told of the loss of its worker, if they have not
        // missed it by now.
        foreach (var loss in workers.Tracker.Services.GetServices<IWorkerLoss>())
            await loss.Lost(new WorkerLoss { Id = 1, Worker = "w1", Since = TimeProvider.System.GetUtcNow() }, default);
        var status = await once.Wait(Soon);
        Assert.That(ErrorOf(status), Is.EqualTo((TaskState.Failed, TaskErrorTypes.WorkerLost)));
        // If the worker was killed before it could settle the message, the second has found out about this one too.
        Assert.That(
            status.Error?.Message,
            Does.StartWith("Worker 'w1', which ran the task, has not been heard of")
                .Or.StartsWith("Task 'worker.sleep-once' was started by worker 'w1', which has lost it"));
        Assert.That(status.Attempts.Count(run => run.StartedAt is not null && run.Worker != LostTasks.Worker), Is.EqualTo(1));
    }

    [Test]
    public async Task A_task_that_kills_its_worker_again_and_again_is_given_up_and_others_go_on()
    {
        var poison = await workers.Tasks.Send(new KillWorker());
        for (var worker = 1; worker <= 3; worker++)
        {
            var killed = await workers.StartWorker($"w{worker}");
            await Task.WhenAny(killed.Exit(Soon), poison.Wait(Soon));
            if (!killed.HasExited)
                break;
        }

        await workers.StartWorker("last");
        var other = await workers.Tasks.Send(new Sleep(TimeSpan.Zero));

        var status = await poison.Wait(Soon);
        Assert.That(ErrorOf(status), Is.EqualTo((TaskState.Failed, TaskErrorTypes.PoisonMessage)));
        Assert.That(status.Attempts.Count(run => run.StartedAt is not null), Is.InRange(2, 3));
        var letter = (await workers.Tracker.DeadLetter(poison.TaskId)).Letter;
        Assert.That((letter.Reason, letter.ErrorType), Is.EqualTo(
            (DeadLetterReason.Poison, TaskErrorTypes.PoisonMessage)));
        Assert.That(await other.GetResult(Soon), Is.Positive);
    }

    private static async Task<TaskHandle<int>> Started(TaskHandle<int> task)
    {
        await Eventually.Get(() => task.GetStatus(), status => status.State == TaskState.Started);
        return task;
    }

    private static (TaskState State, string? Error) ErrorOf(TaskStatus status) => (status.State, status.Error?.Type);
}
