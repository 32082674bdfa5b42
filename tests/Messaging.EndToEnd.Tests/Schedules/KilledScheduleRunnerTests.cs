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
        var schedule = await trackers.Service<ISchedules>().Put(
            "every-second", new NoteRun(key), Trigger.Cron("* * * * * *"));
        var began = schedule.CreatedAt;
        await IsRunUntil(began + (Minute / 2));

        await trackers.Kill(0);

        await IsRunUntil(began + Minute);
        var runs = NoteRunConsumer.RunsOf(key).Where(run => run.Due <= began + Minute).ToArray();
        Assert.That(runs, Has.Length.InRange(59, 61));
        Assert.That(runs.Select(run => run.Due), Is.Unique);
        Assert.That(runs.Select(run => run.TaskId), Is.Unique);
        Assert.That(runs.Select(run => run.Ran - run.Due), Is.All.GreaterThanOrEqualTo(TimeSpan.FromMilliseconds(-10)));

        var tracked = await Eventually.Get(
            () => trackers.Tasks.Count(new CountTasks { Name = "test.note" }),
            counts => counts.States.GetValueOrDefault("Succeeded") >= runs.Length);
        Assert.That(tracked.States.Keys, Is.SubsetOf(new[] { "Succeeded", "Pending", "Received", "Started" }));
    }

    private async Task IsRunUntil(DateTimeOffset time) => await Eventually.Get(
        () => Task.FromResult(NoteRunConsumer.RunsOf(key)),
        runs => runs.Any(run => run.Due >= time - TimeSpan.FromSeconds(0.999)),
        Minute);
}
