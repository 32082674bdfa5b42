using Messaging.Contracts;
using Messaging.EndToEnd.Tests.Processes;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Schedules;

/// <summary>Trackers as processes of their own, one of which is killed.</summary>
[TestFixture]
public sealed class KilledScheduleRunnerTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly string key = Guid.NewGuid().ToString("N");
    private readonly List<SampleProcess> trackers = [];
    private MessagingHost worker = null!;

    private ISchedules Schedules => worker.Services.GetRequiredService<ISchedules>();

    [SetUp]
    public async Task StartProcesses()
    {
        var settings = Settings.RabbitMqAndPostgres();
        worker = await MessagingHost.Start(
            settings.With(("Roles", "Worker"), ("Producer:QueryTimeout", "00:00:30")), NoteRunConsumer.Register);
        for (var tracker = 0; tracker < 2; tracker++)
            trackers.Add(SampleProcess.Start(settings, "--role", "Tracker"));
        foreach (var tracker in trackers)
            await tracker.IsUp();
    }

    [TearDown]
    public async Task EndProcesses()
    {
        trackers.ForEach(process => process.Dispose());
        await worker.DisposeAsync();
    }

    [Test]
    public async Task A_minute_of_every_second_is_sixty_runs_and_no_due_time_twice_when_a_tracker_is_killed()
    {
        var began = (await Schedules.Put("every-second", new NoteRun(key), Trigger.Cron("* * * * * *"))).CreatedAt;
        await IsRunUntil(began + (Minute / 2));

        await trackers[0].Kill();

        await IsRunUntil(began + Minute);
        var runs = NoteRunConsumer.RunsOf(key).Where(run => run.Due <= began + Minute).ToArray();
        Assert.That(runs, Has.Length.InRange(59, 61));
        Assert.That(runs.Select(run => run.Due), Is.Unique);
        Assert.That(runs.Select(run => run.TaskId), Is.Unique);
        Assert.That(runs.Select(run => run.Ran - run.Due), Is.All.GreaterThanOrEqualTo(TimeSpan.FromMilliseconds(-10)));

        var tracked = await Eventually.Get(
            () => worker.Tasks.Count(new CountTasks { Name = "test.note" }),
            counts => counts.States.GetValueOrDefault("Succeeded") >= runs.Length);
        Assert.That(tracked.States.Keys, Is.SubsetOf(new[] { "Succeeded", "Pending", "Received", "Started" }));
    }

    private async Task IsRunUntil(DateTimeOffset time) => await Eventually.Get(
        () => Task.FromResult(NoteRunConsumer.RunsOf(key)),
        runs => runs.Any(run => run.Due >= time - TimeSpan.FromSeconds(0.999)),
        Minute);
}
