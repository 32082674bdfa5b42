using Messaging.Contracts;
using Messaging.Testing;
using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ScheduleRunnerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualClock clock = new();
    private readonly InterceptedSchedules schedules = new();
    private readonly InterceptedStore tasks = new();
    private readonly RecordedRuns runs = new();
    private readonly Wake<ScheduleRunner> wake;
    private readonly RecordedLog log = new();
    private readonly CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;
    private TimeSpan? sleep;

    public ScheduleRunnerTests() => wake = new Wake<ScheduleRunner>(clock);

    [TearDown]
    public async Task Stop()
    {
        await stop.CancelAsync();
        await running.WaitAsync(Eventually.Deadline);
        stop.Dispose();
    }

    [Test]
    public async Task Each_run_is_sent_at_its_due_time_with_an_id_that_follows_from_it()
    {
        await Put(Trigger.Every(Second));
        Start();

        await Pass(3);

        Assert.That(runs.Due, Is.EqualTo(new[] { Told.At(1), Told.At(2), Told.At(3) }));
        Assert.That(
            runs.Sent.Select(run => run.TaskId),
            Is.EqualTo(runs.Due.Select(due => ScheduleRuns.IdOf("a", due))));
        var stored = await Stored();
        Assert.That((stored.RunCount, stored.LastDue, stored.NextDue), Is.EqualTo((3L, Told.At(3), Told.At(4))));
        Assert.That(stored.Runs.Select(run => run.Due), Is.EqualTo(runs.Due.Reverse()));
    }

    [Test]
    public async Task With_nothing_to_do_it_asks_once_every_two_seconds()
    {
        Start();

        for (var pass = 0; pass < 5; pass++)
            Assert.That(await NextSleep(), Is.EqualTo(2 * Second));

        Assert.That(schedules.Asked, Is.InRange(5, 6));
        Assert.That(schedules.Claims, Is.Zero);
    }

    [Test]
    public async Task It_sleeps_just_until_the_next_due_time_if_that_is_sooner()
    {
        await Put(Trigger.Every(TimeSpan.FromMilliseconds(250)));
        Start();

        Assert.That(await NextSleep(), Is.EqualTo(TimeSpan.FromMilliseconds(250)));
        Assert.That(await NextSleep(), Is.EqualTo(TimeSpan.FromMilliseconds(250)));
        await Asleep();
        Assert.That(runs.Sent, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_change_wakes_it_at_once()
    {
        Start();
        await Asleep();

        await Put(Trigger.Once(Told.At(-1)));
        Wake();
        await Asleep();

        Assert.That(runs.Due, Is.EqualTo(new[] { Told.At(-1) }));
    }

    [Test]
    public async Task Of_the_runs_that_were_missed_the_latest_is_sent_and_the_others_are_counted()
    {
        await Put(Trigger.Every(Second));
        clock.Advance(TimeSpan.FromSeconds(60.5));
        Start();

        await Asleep();

        Assert.That(runs.Due, Is.EqualTo(new[] { Told.At(60) }));
        var stored = await Stored();
        Assert.That((stored.RunCount, stored.MissedCount, stored.NextDue), Is.EqualTo((1L, 59L, Told.At(61))));
        Assert.That(log.Entries, Has.One.EqualTo(
            (LogLevel.Warning, "Schedule 'a': 59 runs were left out, since they could not be sent in time.")));
    }

    [Test]
    public async Task A_missed_run_that_is_later_than_its_deadline_is_left_out()
    {
        await Put(Trigger.Every(TimeSpan.FromMinutes(1)), deadline: TimeSpan.FromSeconds(20));
        clock.Advance(TimeSpan.FromSeconds(150));
        Start();

        await Asleep();

        Assert.That(runs.Sent, Is.Empty);
        var stored = await Stored();
        Assert.That((stored.MissedCount, stored.LastDue, stored.NextDue), Is.EqualTo((2L, Told.At(120), Told.At(180))));
    }

    [Test]
    public async Task Runs_that_are_a_moment_late_are_all_sent()
    {
        await Put(Trigger.Every(TimeSpan.FromMilliseconds(500)));
        clock.Advance(TimeSpan.FromSeconds(1.7));
        Start();

        await Asleep();

        Assert.That(runs.Due, Is.EqualTo(new[] { Told.At(0.5), Told.At(1), Told.At(1.5) }));
    }

    [Test]
    public async Task A_clock_that_is_put_back_brings_no_due_time_again()
    {
        await Put(Trigger.Cron("* * * * * *"));
        Start();
        await Pass(2);

        clock.PutBack(TimeSpan.FromMinutes(1));
        await schedules.Change("a", before => ScheduleChanges.Resume(
            ScheduleChanges.Pause(before!), clock.GetUtcNow()), default);
        Wake();
        await Pass(61);

        Assert.That(runs.Due, Is.Unique.And.Ordered);
        Assert.That(runs.Due, Is.EqualTo(new[] { Told.At(1), Told.At(2), Told.At(3) }));
    }

    [Test]
    public async Task A_run_that_was_confirmed_is_not_sent_again_by_the_one_who_takes_over()
    {
        await Put(Trigger.Every(Second));
        runs.Confirmed = async sent =>
        {
            runs.Confirmed = _ => Task.CompletedTask;
            await Report(sent[0].TaskId, TaskState.Succeeded);
            throw new InvalidOperationException("killed");
        };
        Start();

        await Pass(3);

        Assert.That(runs.Due, Is.EqualTo(new[] { Told.At(1), Told.At(2), Told.At(3) }));
        Assert.That((await Stored()).RunCount, Is.EqualTo(3));
    }

    [Test]
    public async Task While_the_last_run_is_going_a_schedule_that_says_so_skips()
    {
        await Put(Trigger.Every(Second), ScheduleOverlap.Skip);
        Start();
        await Pass(1);
        var first = runs.Sent.Single().TaskId;

        await Pass(1);
        Assert.That(runs.Sent, Has.Count.EqualTo(1), "nothing is known of it yet");
        await Report(first, TaskState.Started);
        await Pass(2);
        Assert.That(runs.Sent, Has.Count.EqualTo(1));
        await Report(first, TaskState.Succeeded);
        await Pass(1);

        Assert.That(runs.Due, Is.EqualTo(new[] { Told.At(1), Told.At(5) }));
        Assert.That((await Stored()).SkippedCount, Is.EqualTo(3));
    }

    [Test]
    public async Task A_run_of_which_nothing_has_been_heard_for_long_does_not_hold_up_the_next()
    {
        await Put(Trigger.Every(TimeSpan.FromMinutes(6)), ScheduleOverlap.Skip);
        Start();

        await Pass(2 * 360);

        Assert.That(runs.Due, Is.EqualTo(new[] { Told.At(360), Told.At(720) }));
    }

    [Test]
    public async Task Jitter_moves_the_run_and_not_the_schedule()
    {
        var jitter = TimeSpan.FromSeconds(40);
        await Put(Trigger.Every(TimeSpan.FromMinutes(1)), jitter: jitter);
        Start();

        await Pass(400);

        Assert.That(runs.Due, Is.EqualTo(Enumerable.Range(1, runs.Sent.Count).Select(minute => Told.At(60 * minute))));
        Assert.That(runs.Sent, Has.Count.InRange(5, 6));
        var stored = await Stored();
        Assert.That(
            stored.Runs.Select(run => run.SentAt - run.Due - ScheduleRuns.JitterOf("a", run.Due, jitter)),
            Is.All.InRange(TimeSpan.Zero, Second));
        Assert.That(stored.Runs.Select(run => run.SentAt - run.Due), Is.Unique);
    }

    [Test]
    public async Task A_broker_that_is_away_is_told_of_once_and_waited_for()
    {
        await Put(Trigger.Every(Second));
        runs.Refuse = _ => "The broker is away.";
        Start();
        await Pass(4);
        runs.Refuse = _ => null;

        await Pass(2);

        Assert.That(runs.Due, Is.EqualTo(new[] { Told.At(5), Told.At(6) }));
        Assert.That((await Stored()).MissedCount, Is.EqualTo(4));
        Assert.That(log.Entries.Select(entry => entry.Text), Is.EqualTo(new[]
        {
            "Periodic tasks stand still: 1 runs that are due could not be sent. The broker is away. It is tried again every "
                + "second; of the runs that are missed meanwhile the latest of each schedule is sent afterwards.",
            "Schedule 'a': 4 runs were left out, since they could not be sent in time.",
            "Periodic tasks go on.",
        }));
    }

    [Test]
    public async Task A_store_that_is_away_is_told_of_once_and_waited_for()
    {
        await Put(Trigger.Every(Second));
        schedules.Asking = () => throw new TaskStoreUnavailableException("The database is away.");
        Start();
        await Pass(1);
        schedules.Asking = () => { };

        await Pass(1);

        Assert.That(runs.Due, Is.EqualTo(new[] { Told.At(1), Told.At(2) }));
        Assert.That(log.Entries.Select(entry => entry.Level), Is.EqualTo(new[] { LogLevel.Warning, LogLevel.Information }));
    }

    [Test]
    public async Task One_queue_that_cannot_be_sent_to_does_not_hold_up_the_others()
    {
        await Put(Trigger.Every(Second));
        await Put(Trigger.Every(Second), name: "bad");
        runs.Refuse = run => run.Schedule.Name == "bad" ? "There is no such exchange." : null;
        Start();

        await Pass(5);
        runs.Refuse = _ => null;
        await Pass(10);

        Assert.That(Due("a"), Is.EqualTo(Enumerable.Range(1, 15).Select(second => Told.At(second))));
        Assert.That(Due("bad").First(), Is.EqualTo(Told.At(11)), "ten seconds after the first try");
        Assert.That(log.Entries, Has.One.EqualTo((
            LogLevel.Warning,
            "A run of schedule 'bad' could not be sent to queue 'default': There is no such exchange. It is tried again in 10 s.")));

        IEnumerable<DateTimeOffset> Due(string name) =>
            runs.Sent.Where(run => run.Schedule.Name == name).Select(run => run.Due);
    }

    [Test]
    public async Task A_schedule_that_cannot_be_worked_out_does_not_stop_the_others()
    {
        await Put(Trigger.Every(Second));
        await schedules.Change(
            "broken",
            _ => SampleSchedules.At("broken", Told.At(0)) with
            {
                Definition = SampleSchedules.Definition("broken", Trigger.Cron("nonsense")),
            },
            default);
        Start();

        await Pass(3);

        Assert.That(runs.Due, Is.EqualTo(new[] { Told.At(1), Told.At(2), Told.At(3) }));
        Assert.That(log.Entries, Has.One.Matches<(LogLevel Level, string Text)>(entry =>
            entry.Level == LogLevel.Error
            && entry.Text.StartsWith("Schedule 'broken' stands still", StringComparison.Ordinal)));
    }

    private void Start() => running = new ScheduleRunner(schedules, tasks, runs, wake, clock, log).Run(stop.Token);

    private Task<ScheduleChange> Put(
        Trigger trigger,
        ScheduleOverlap overlap = ScheduleOverlap.Allow,
        TimeSpan? deadline = null,
        TimeSpan jitter = default,
        string name = "a")
    {
        var definition = SampleSchedules.Definition(name, trigger) with
        {
            Overlap = overlap, Deadline = deadline, Jitter = jitter,
        };
        return schedules.Change(
            name, before => ScheduleChanges.Put(before, definition, clock.GetUtcNow()), default);
    }

    private async Task<StoredSchedule> Stored() => (await schedules.Get("a", default))!;

    private async Task Report(Guid taskId, TaskState state)
    {
        var known = await tasks.Load([taskId], default);
        DateTimeOffset? finishedAt = state == TaskState.Succeeded ? Told.At(1) : null;
        var run = new TaskAttempt
        {
            Number = 1, Worker = "w1", Queue = "default", ReceivedAt = Told.At(0), StartedAt = Told.At(0),
            FinishedAt = finishedAt, Outcome = state,
        };
        var saga = new TaskSaga
        {
            CorrelationId = taskId, CurrentState = state.ToString(), Version = known.Count > 0 ? known[0].Version : 0,
            SubmittedAt = Told.At(0), FinishedAt = finishedAt, Attempts = [run],
        };
        await tasks.Save([saga], default);
    }

    /// <summary>Lets so many seconds pass, sleep by sleep, and ends while the runner sleeps.</summary>
    private async Task Pass(int seconds)
    {
        var end = clock.GetUtcNow() + (seconds * Second);
        while (true)
        {
            await Asleep();
            if (clock.GetUtcNow() >= end)
                return;
            await NextSleep();
        }
    }

    private async Task<TimeSpan> NextSleep()
    {
        var time = await Asleep();
        sleep = null;
        clock.Advance(time);
        return time;
    }

    /// <summary>Waits until the runner sleeps, and tells for how long.</summary>
    private async Task<TimeSpan> Asleep() => sleep ??= await clock.NextWait();

    private void Wake()
    {
        sleep = null;
        wake.Set();
    }
}
