using Messaging.Contracts;
using Messaging.EndToEnd.Tests.Processes;
using Messaging.Producers;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Failures;

/// <summary>Trackers that are killed while what they have scheduled falls due.</summary>
[TestFixture]
public sealed class KilledTrackersTests
{
    private const int Delayed = 20_000;
    private const int Chunk = 500;
    private const int Trackers = 3;

    private static readonly TimeSpan Countdown = TimeSpan.FromSeconds(6);

    private readonly List<SampleProcess> processes = [];
    private Dictionary<string, string?> settings = null!;
    private MessagingHost worker = null!;

    [SetUp]
    public async Task StartProcesses()
    {
        settings = Settings.RabbitMqAndPostgres();
        worker = await MessagingHost.Start(
            settings.With(("Roles", "Worker"), ("Worker:Concurrency", "64"), ("Producer:QueryTimeout", "00:01:00")),
            TestTasks.Add);
        for (var tracker = 0; tracker < Trackers; tracker++)
            processes.Add(SampleProcess.Start(settings, "--role", "Tracker"));
        foreach (var tracker in processes)
            await tracker.IsUp();
    }

    [TearDown]
    public async Task EndProcesses()
    {
        processes.ForEach(process => process.Dispose());
        await worker.DisposeAsync();
    }

    [Test]
    public async Task Every_delayed_task_runs_in_its_first_attempt_when_trackers_are_killed_as_tasks_fall_due()
    {
        var handles = await SendDelayed();
        var lastDue = TimeProvider.System.GetUtcNow() + Countdown;

        // One after the other, each replaced, until the last task is due.
        var kills = 0;
        for (; TimeProvider.System.GetUtcNow() < lastDue; kills++)
        {
            var victim = kills % Trackers;
            await processes[victim].Kill();
            processes[victim].Dispose();
            processes[victim] = SampleProcess.Start(settings, "--role", "Tracker");
            await Task.Delay(TimeSpan.FromSeconds(1));
        }

        Assert.That(kills, Is.GreaterThanOrEqualTo(Trackers), "Not every tracker was killed.");
        var counts = await Eventually.Get(
            () => worker.Tasks.Count(new CountTasks()),
            counts => counts.States.GetValueOrDefault("Succeeded") == Delayed,
            TimeSpan.FromSeconds(60));
        Assert.That(counts.States, Has.Count.EqualTo(1));
        Assert.That(await HighestAttempts(), Is.EqualTo(new Dictionary<int, int> { [1] = Delayed }));
        foreach (var handle in handles.Where((_, index) => index % 97 == 0))
        {
            var status = await handle.GetStatus();
            Assert.That(status.Attempts[0].ReceivedAt, Is.GreaterThanOrEqualTo(status.Eta!));
        }
    }

    /// <summary>How many tasks there are by the number of their latest attempt.</summary>
    private async Task<Dictionary<int, int>> HighestAttempts()
    {
        var counts = new Dictionary<int, int>();
        await foreach (var task in worker.Tasks.List(new TaskFilter()))
            counts[task.Attempt] = counts.GetValueOrDefault(task.Attempt) + 1;

        return counts;
    }

    /// <summary>They fall due one after the other, as they were sent.</summary>
    private async Task<List<TaskHandle>> SendDelayed()
    {
        var handles = new List<TaskHandle>();
        for (var first = 0; first < Delayed; first += Chunk)
        {
            handles.AddRange(await worker.Tasks.SendMany(
                Enumerable.Range(first, Chunk).Select(number => (ITask)new Add(number, 1)),
                new TaskOptions { Countdown = Countdown }));
        }

        return handles;
    }
}
