using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Schedules;

/// <summary>A schedule that is due every second, and what became of each due time.</summary>
internal sealed class EverySecond(ISchedules schedules, string key)
{
    private const string Name = "every-second";

    /// <summary>Longer than a busy machine stands still; the trackers count what they miss meanwhile.</summary>
    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(15);

    private DateTimeOffset first;

    /// <summary>Makes it.</summary>
    public async Task<ScheduleStatus> Put()
    {
        var made = await schedules.Put(Name, new NoteRun(key), Trigger.Cron("* * * * * *"));
        first = made.NextRuns[0];
        return made;
    }

    /// <summary>Waits until the trackers are done with a due time.</summary>
    public Task IsPast(DateTimeOffset due) =>
        Eventually.Get(() => schedules.Get(Name), status => status.LastDue >= due);

    /// <summary>
    /// Each second was run or, if the machine stood still for longer than trackers may be late, counted as missed; none
    /// was run twice.
    /// </summary>
    /// <param name="mayBeSentTwice">
    /// How many may have been sent twice, as the same task: those that a killed tracker had sent and not told of.
    /// </param>
    /// <returns>The runs.</returns>
    public async Task<IReadOnlyList<NotedRun>> AssertEachDueTime(int mayBeSentTwice = 0)
    {
        var status = await schedules.Get(Name);
        var runs = await Eventually.Get(
            () => Task.FromResult(NoteRunConsumer.RunsOf(key).Where(run => run.Due <= status.LastDue).ToArray()),
            runs => runs.DistinctBy(run => run.TaskId).Count() >= status.RunCount);

        var tasks = runs.DistinctBy(run => run.TaskId).OrderBy(run => run.Due).ToArray();
        var due = Array.ConvertAll(tasks, run => run.Due);
        Assert.That(runs.Length - tasks.Length, Is.LessThanOrEqualTo(mayBeSentTwice), "Runs of the same task");
        Assert.That(due, Is.Unique);
        Assert.That(due, Has.Length.EqualTo(status.RunCount));
        Assert.That(due, Has.All.Matches<DateTimeOffset>(time => time.Ticks % TimeSpan.TicksPerSecond == 0));
        Assert.That(due.Zip(due.Skip(1), (one, next) => next - one), Is.All.LessThan(LongestGap));
        Assert.That(
            status.RunCount + status.MissedCount, Is.EqualTo((status.LastDue!.Value - first).TotalSeconds + 1));
        Assert.That(status.SkippedCount, Is.Zero);
        return runs;
    }
}
