using Messaging.Contracts;
using Messaging.EndToEnd.Tests.Processes;
using Messaging.Producers;
using Messaging.Testing;
using Messaging.TestWorker;

namespace Messaging.EndToEnd.Tests.Brokers;

/// <summary>The same on brokers of several processes, whose workers may die.</summary>
public abstract class ProcessesSuite : ApplicationSuite
{
    private readonly List<SampleProcess> workers = [];
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("processes");

    /// <summary>How long the broker may wait before it gives the tasks of a lost worker to another.</summary>
    protected virtual TimeSpan LockTime => TimeSpan.Zero;

    /// <summary>
    /// Put behind the broker's address for workers that are killed, so that the wait is short. The others lock for
    /// longer than a busy machine stands still.
    /// </summary>
    protected virtual string ShortLock => "";

    [TearDown]
    public void EndWorkers() => workers.ForEach(worker => worker.Dispose());

    [OneTimeTearDown]
    public void DeleteFolder() => folder.Delete(recursive: true);

    [Test]
    public async Task What_a_killed_worker_ran_is_run_by_another_and_what_waited_too()
    {
        var options = new TaskOptions { Queue = "killed" };
        var gate = Path.Combine(folder.FullName, "gate");
        var killed = await StartWorker("w1");
        var running = await Tasks.Send(new WaitForFile(gate), options);
        await StateOf(running, TaskState.Started);
        var waiting = await Tasks.Send(new Sleep(TimeSpan.FromSeconds(0.1)), options);

        await killed.Kill();
        var other = await StartWorker("w2");
        await File.WriteAllTextAsync(gate, "");

        Assert.That(await running.GetResult(Soon + LockTime), Is.EqualTo(other.Id));
        Assert.That(await waiting.GetResult(Soon + LockTime), Is.EqualTo(other.Id));
        // Of the first it may be heard later. If it stood still before it was killed, it has received the task twice.
        var runs = (await Eventually.Get(() => running.GetStatus(), HasRunInBoth)).Attempts;
        Assert.That(
            runs.Select(run => run.Worker).Distinct(StringComparer.Ordinal), Is.EqualTo(new[] { "w1", "w2" }));
        Assert.That(
            runs.Where(run => run.Outcome == TaskState.Succeeded).Select(run => run.Worker), Is.All.EqualTo("w2"));

        static bool HasRunInBoth(TaskStatus status) => Array.TrueForAll(
            ["w1", "w2"],
            worker => status.Attempts.Any(run => string.Equals(run.Worker, worker, StringComparison.Ordinal)));
    }

    /// <summary>Starts a worker of the suite's application.</summary>
    private async Task<SampleProcess> StartWorker(string name)
    {
        var worker = SampleProcess.StartWorker(Application.With(
            ("Broker", Application["Messaging:Broker"] + ShortLock),
            ("Roles", "Worker"),
            ("Worker:Name", name),
            ("Worker:Queues:0", "killed"),
            ("Worker:Concurrency", "1")));
        workers.Add(worker);
        await worker.IsUp();
        return worker;
    }
}
