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
        var runs = (await StateOf(running, TaskState.Succeeded)).Attempts;
        Assert.That(runs.Select(run => run.Worker), Is.EqualTo(new[] { "w1", "w2" }));
    }

    /// <summary>Starts a worker of the suite's application.</summary>
    private async Task<SampleProcess> StartWorker(string name)
    {
        var worker = SampleProcess.StartWorker(Application.With(
            ("Roles", "Worker"), ("Worker:Name", name), ("Worker:Queues:0", "killed"), ("Worker:Concurrency", "1")));
        workers.Add(worker);
        await worker.IsUp();
        return worker;
    }
}
