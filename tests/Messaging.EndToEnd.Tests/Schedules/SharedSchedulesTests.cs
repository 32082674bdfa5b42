using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Schedules;

/// <summary>Several trackers over one store.</summary>
[TestFixture]
public sealed class SharedSchedulesTests
{
    private string key = null!;
    private Dictionary<string, string?> settings = null!;
    private MessagingHost worker = null!;

    private ISchedules Schedules => worker.Services.GetRequiredService<ISchedules>();

    [SetUp]
    public async Task StartWorker()
    {
        key = Guid.NewGuid().ToString("N");
        settings = Settings.RabbitMqAndPostgres();
        worker = await MessagingHost.Start(settings.With(("Roles", "Worker")), NoteRunConsumer.Register);
    }

    [TearDown]
    public async Task StopWorker() => await worker.DisposeAsync();

    [Test]
    public async Task Each_due_time_is_run_once_by_two_trackers_of_which_one_stops_in_the_middle()
    {
        await using var one = await StartTracker();
        await using var other = await StartTracker();
        var everySecond = new EverySecond(Schedules, key);
        await everySecond.Put();

        await IsRun(4);
        await one.Stop();
        await IsRun(9);

        await everySecond.AssertEachDueTime();
    }

    [Test]
    public async Task What_was_missed_while_no_tracker_ran_is_made_up_for_once()
    {
        await using (await StartTracker())
            await Schedules.Put("often", new NoteRun(key), Trigger.Every(TimeSpan.FromMilliseconds(100)));

        // Time itself has to pass here: nothing runs that could tell of it.
        await Task.Delay(SomethingLongerThanAnyTakeover);
        await using var later = await StartTracker();
        var made = await Eventually.Get(() => Schedules.Get("often"), schedule => schedule.MissedCount >= 25);
        await Eventually.Get(() => Schedules.Get("often"), schedule => schedule.RunCount >= made.RunCount + 5);

        Assert.That(NoteRunConsumer.RunsOf(key).Select(run => run.Due), Is.Unique);
    }

    private static TimeSpan SomethingLongerThanAnyTakeover => TimeSpan.FromSeconds(5);

    private async Task<MessagingHost> StartTracker()
    {
        var tracker = await MessagingHost.Start(settings.With(("Roles", "Tracker")));
        await tracker.Log.WaitFor("Bus started");
        return tracker;
    }

    private async Task IsRun(int times) => await Eventually.Get(
        () => Task.FromResult(NoteRunConsumer.RunsOf(key).Count), count => count >= times);
}
