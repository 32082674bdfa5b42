using Messaging.Contracts;
using Messaging.EndToEnd.Tests.Processes;
using Messaging.Producers;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Schedules;

/// <summary>Trackers as processes of their own, one of which is killed.</summary>
[TestFixture]
public sealed class KilledScheduleRunnerTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly string key = Guid.NewGuid().ToString("N");

    [Test]
    public async Task A_minute_of_every_second_is_sixty_runs_and_no_due_time_twice_when_a_tracker_is_killed()
    {
        await using var trackers = await TrackerProcesses.Start(2, NoteRunConsumer.Register);
        var everySecond = new EverySecond(trackers.Service<ISchedules>(), key);
        var began = (await everySecond.Put()).CreatedAt;
        var half = await IsRunUntil(began + (Minute / 2));
        await everySecond.IsPast(half);

        await trackers.Kill(0);

        await everySecond.IsPast(await IsRunUntil(began + Minute));
        var runs = await everySecond.AssertEachDueTime(mayBeSentTwice: 1);
        Assert.That(runs.Select(run => run.Ran - run.Due), Is.All.GreaterThanOrEqualTo(TimeSpan.FromMilliseconds(-10)));

        var tracked = await Eventually.Get(
            () => trackers.Tasks.Count(new CountTasks { Name = "test.note" }),
            counts => counts.States.GetValueOrDefault("Succeeded") >= runs.DistinctBy(run => run.TaskId).Count());
        Assert.That(tracked.States.Keys, Is.SubsetOf(new[] { "Succeeded", "Pending", "Received", "Started" }));
    }

    /// <summary>Waits for a run of about a time; says when it was due.</summary>
    private async Task<DateTimeOffset> IsRunUntil(DateTimeOffset time) => await Eventually.Get(
        () => Task.FromResult(NoteRunConsumer.RunsOf(key).Select(run => run.Due).DefaultIfEmpty().Max()),
        due => due >= time - TimeSpan.FromSeconds(0.999),
        2 * Minute);
}
