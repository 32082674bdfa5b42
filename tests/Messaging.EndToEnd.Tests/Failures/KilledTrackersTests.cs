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

    private static readonly TimeSpan Countdown = TimeSpan.FromSeconds(6);

    [Test]
    public async Task Every_delayed_task_runs_in_its_first_attempt_when_trackers_are_killed_as_tasks_fall_due()
    {
        await using var trackers = await TrackerProcesses.Start(3, TestTasks.Add);
        var handles = await SendDelayed(trackers.Tasks);
        var lastDue = TimeProvider.System.GetUtcNow() + Countdown;

        // One after the other, each replaced, until each was killed and the last task is due.
        for (var kills = 0; kills < trackers.Count || TimeProvider.System.GetUtcNow() < lastDue; kills++)
        {
            var victim = kills % trackers.Count;
            await trackers.Kill(victim);
            trackers.StartAgain(victim);
            await Task.Delay(TimeSpan.FromSeconds(1));
        }

        var counts = await Eventually.Get(
            () => trackers.Tasks.Count(new CountTasks()),
            counts => counts.States.GetValueOrDefault("Succeeded") == Delayed,
            TimeSpan.FromMinutes(3));
        Assert.That(counts.States, Has.Count.EqualTo(1));
        Assert.That(await HighestAttempts(trackers.Tasks), Is.EqualTo(new Dictionary<int, int> { [1] = Delayed }));
        foreach (var handle in handles.Where((_, index) => index % 97 == 0))
        {
            var status = await handle.GetStatus();
            Assert.That(status.Attempts[0].ReceivedAt, Is.GreaterThanOrEqualTo(status.Eta!));
        }
    }

    /// <summary>How many tasks there are by the number of their latest attempt.</summary>
    private static async Task<Dictionary<int, int>> HighestAttempts(ITaskClient tasks)
    {
        var counts = new Dictionary<int, int>();
        await foreach (var task in tasks.List(new TaskFilter()))
            counts[task.Attempt] = counts.GetValueOrDefault(task.Attempt) + 1;

        return counts;
    }

    /// <summary>They fall due one after the other, as they were sent.</summary>
    private static async Task<List<TaskHandle>> SendDelayed(ITaskClient tasks)
    {
        var handles = new List<TaskHandle>();
        for (var first = 0; first < Delayed; first += Chunk)
        {
            handles.AddRange(await tasks.SendMany(
                Enumerable.Range(first, Chunk).Select(number => (ITask)new Add(number, 1)),
                new TaskOptions { Countdown = Countdown }));
        }

        return handles;
    }
}
