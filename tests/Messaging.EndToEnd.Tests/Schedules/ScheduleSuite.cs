using Messaging.Contracts;
using Messaging.EndToEnd.Tests.Behaviour;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Schedules;

public abstract class ScheduleSuite : BehaviourSuite
{
    private static readonly Trigger Yearly = Trigger.Cron("0 3 1 1 *", "Europe/Paris");

    private ISchedules Schedules => Host.Services.GetRequiredService<ISchedules>();

    [Test]
    public async Task A_task_runs_at_each_due_time_with_its_arguments_and_headers()
    {
        var name = NewName();
        await Schedules.Put(
            name, new Add(20, 22), Trigger.Every(TimeSpan.FromMilliseconds(200)),
            new ScheduleOptions { Headers = Header("tenant", "north"), MaxRetries = 1 });

        var status = await Eventually.Get(
            () => Schedules.Get(name),
            schedule => schedule.LastRuns.Count(run => run.State == TaskState.Succeeded) >= 3);
        await Schedules.Delete(name);

        var due = status.LastRuns.Select(run => run.Due).ToArray();
        Assert.That(due, Is.Ordered.Descending.And.Unique);
        Assert.That(
            status.LastRuns.Select(run => (run.Due - status.CreatedAt).TotalMilliseconds % 200), Is.All.EqualTo(0));
        Assert.That(status.RunCount, Is.GreaterThanOrEqualTo(3));
        Assert.That(status.NextRuns, Has.Count.EqualTo(5));
        // One may end before another that was sent before it.
        var ended = status.LastRuns.Last(last => last.State == TaskState.Succeeded);
        var run = await Tasks.Get<int>(ended.TaskId).GetStatus();
        Assert.That((run.Name, run.Result, run.Arguments), Is.EqualTo(("math.add", "42", "{\"x\":20,\"y\":22}")));
        Assert.That(run.Queue, Is.EqualTo(Queue));
        Assert.That(run.Attempts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_schedule_that_is_put_again_unchanged_keeps_its_next_due_time()
    {
        var name = NewName();
        var options = new ScheduleOptions { Deadline = TimeSpan.FromHours(1), Headers = Header("tenant", "north") };
        var first = await Schedules.Put(name, new Add(1, 2), Trigger.Every(TimeSpan.FromHours(1)), options);
        var again = await Schedules.Put(name, new Add(1, 2), Trigger.Every(TimeSpan.FromHours(1)), options);
        var changed = await Schedules.Put(name, new Add(1, 3), Trigger.Every(TimeSpan.FromHours(1)), options);

        Assert.That(again.NextRuns, Is.EqualTo(first.NextRuns));
        Assert.That(again.ChangedAt, Is.EqualTo(first.ChangedAt));
        Assert.That(changed.NextRuns, Is.EqualTo(first.NextRuns), "only the task has changed");
        Assert.That(changed.ChangedAt, Is.GreaterThan(first.ChangedAt));
        Assert.That(changed.Schedule.Arguments, Is.EqualTo("{\"x\":1,\"y\":3}"));
    }

    [Test]
    public async Task A_paused_schedule_does_not_run_until_it_is_resumed()
    {
        var name = NewName();
        await Schedules.Put(name, new Add(1, 2), Trigger.Every(TimeSpan.FromMilliseconds(100)));
        await Eventually.Get(() => Schedules.Get(name), schedule => schedule.RunCount > 0);

        var paused = await Schedules.Pause(name);
        var put = await Schedules.Put(name, new Add(1, 3), Trigger.Every(TimeSpan.FromMilliseconds(110)));
        // As often, and not paused: what is due meanwhile is seen to run.
        var other = NewName();
        await Schedules.Put(other, new Add(1, 2), Trigger.Every(TimeSpan.FromMilliseconds(110)));
        await Eventually.Get(() => Schedules.Get(other), schedule => schedule.RunCount >= 3);
        var resumed = await Schedules.Resume(name);
        await Eventually.Get(() => Schedules.Get(name), schedule => schedule.RunCount > paused.RunCount);
        await Schedules.Delete(name);
        await Schedules.Delete(other);

        Assert.That((paused.Paused, paused.NextRuns.Count), Is.EqualTo((true, 0)));
        Assert.That((put.Paused, put.RunCount), Is.EqualTo((true, paused.RunCount)), "a pause outlasts changes");
        Assert.That((resumed.Paused, resumed.NextRuns.Count), Is.EqualTo((false, 5)));
        Assert.That((resumed.RunCount, resumed.MissedCount), Is.EqualTo((paused.RunCount, paused.MissedCount)));
    }

    [Test]
    public async Task A_run_can_be_asked_for_at_any_time()
    {
        var name = NewName();
        var before = await Schedules.Put(name, new Add(2, 3), Yearly);
        await Schedules.Pause(name);

        var run = await Schedules.RunNow(name);
        var state = await StateOf(run, TaskState.Succeeded);
        var resumed = await Schedules.Resume(name);

        Assert.That(state.Result, Is.EqualTo("5"));
        Assert.That(resumed.LastRuns.Select(last => last.TaskId), Is.EqualTo(new[] { run.TaskId }));
        Assert.That((resumed.RunCount, resumed.LastDue), Is.EqualTo((1L, (DateTimeOffset?)null)));
        Assert.That(resumed.NextRuns, Is.EqualTo(before.NextRuns));
    }

    [Test]
    public async Task A_run_is_skipped_while_the_one_before_is_still_going()
    {
        var name = NewName();
        var gate = Gate.New();
        await Schedules.Put(
            name, new WaitAtGate(gate.Name), Trigger.Every(TimeSpan.FromMilliseconds(50)),
            new ScheduleOptions { Overlap = ScheduleOverlap.Skip });

        var waiting = await Eventually.Get(() => Schedules.Get(name), schedule => schedule.SkippedCount >= 3);
        gate.Open();
        await Eventually.Get(() => Schedules.Get(name), schedule => schedule.RunCount >= 2);
        await Schedules.Delete(name);

        Assert.That(waiting.RunCount, Is.EqualTo(1));
    }

    [Test]
    public async Task Due_once_it_runs_once_and_at_once_if_its_time_has_passed()
    {
        var name = NewName();
        var at = TimeProvider.System.GetUtcNow().AddHours(-1);
        await Schedules.Put(name, new Add(1, 1), Trigger.Once(at));

        var status = await Eventually.Get(() => Schedules.Get(name), schedule => schedule.RunCount > 0);

        Assert.That(status.NextRuns, Is.Empty);
        Assert.That(status.LastRuns.Single().Due, Is.EqualTo(at).Within(TimeSpan.FromMicroseconds(1)));
    }

    [Test]
    public async Task Schedules_are_listed_with_their_next_due_times()
    {
        var name = NewName();
        await Schedules.Put(name + "-b", new Add(1, 1), Yearly);
        await Schedules.Put(name + "-a", new Add(1, 1), Yearly);

        var listed = new List<ScheduleStatus>();
        await foreach (var schedule in Schedules.List())
            listed.Add(schedule);
        var page = await Schedules.ListPage(new ListSchedules { Cursor = name, PageSize = 1 });

        Assert.That(
            listed.Select(schedule => schedule.Schedule.Name).Where(known => known.StartsWith(name, StringComparison.Ordinal)),
            Is.EqualTo(new[] { name + "-a", name + "-b" }));
        Assert.That(page.Schedules.Single().Schedule.Name, Is.EqualTo(name + "-a"));
        Assert.That(page.NextCursor, Is.EqualTo(name + "-a"));
        Assert.That(page.Schedules[0].NextRuns.Select(next => next.Year), Is.Ordered.Ascending.And.Unique);
        Assert.That(page.Schedules[0].NextRuns, Has.All.Matches<DateTimeOffset>(next => next is { Month: 1, Day: 1, Hour: 2 }));
    }

    [Test]
    public async Task What_does_not_exist_is_named_along_with_what_may_have_been_meant()
    {
        var name = NewName();
        await Schedules.Put(name, new Add(1, 1), Yearly);

        var misspelt = name[..^1];

        foreach (var ask in new Func<string, Task>[]
        {
            wrong => Schedules.Delete(wrong), wrong => Schedules.Pause(wrong), wrong => Schedules.Resume(wrong),
            wrong => Schedules.Get(wrong), wrong => Schedules.RunNow(wrong),
        })
        {
            Assert.That(
                () => ask(misspelt),
                Throws.TypeOf<ScheduleNotFoundException>()
                    .With.Message.StartsWith($"There is no schedule '{misspelt}'. Did you mean '{name}'? There are '")
                    .And.Property("Name").EqualTo(misspelt));
        }
    }

    [Test]
    public void A_schedule_that_cannot_be_meant_is_refused_with_all_its_faults()
    {
        Assert.That(
            () => Schedules.Put(
                " nightly", new Add(1, 1), Trigger.Cron("61 3 * * *"),
                new ScheduleOptions { Jitter = TimeSpan.FromDays(2), Priority = 10 }),
            Throws.TypeOf<ScheduleException>().With.Message.StartsWith("Schedule ' nightly' was not made. Name is ' nightly'.")
                .And.Message.Contains("Trigger: ").And.Message.Contains("61")
                .And.Message.Contains("Priority is 10. Allowed: 0 (lowest) to 9 (highest).")
                .And.Message.Contains("Jitter is 2.00:00:00. Allowed: 00:00:00 or more, at most 1.00:00:00."));
        Assert.That(
            () => Schedules.ListPage(new ListSchedules { PageSize = 501 }),
            Throws.TypeOf<TaskQueryException>().With.Message.EqualTo(
                "ListSchedules was not sent. PageSize is 501. Allowed: 1 to 500."));
    }

    private static Dictionary<string, string> Header(string name, string value) =>
        new(StringComparer.Ordinal) { [name] = value };

    private static string NewName() => $"schedule-{Guid.NewGuid():N}";
}
