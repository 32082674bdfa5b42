using Messaging.Contracts;
using Messaging.Hosting;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Messaging.EndToEnd.Tests.Schedules;

/// <summary>Periodic tasks that an application declares in code.</summary>
[TestFixture]
public sealed class DeclaredTasksTests
{
    private string key = null!;

    [SetUp]
    public void ChooseKey() => key = Guid.NewGuid().ToString("N");

    [Test]
    public async Task A_declared_task_runs()
    {
        await using var host = await MessagingHost.Start(
            Settings.InMemory(), messaging => Declare(messaging, Trigger.Every(TimeSpan.FromMilliseconds(100))));

        await Eventually.Get(() => Task.FromResult(NoteRunConsumer.RunsOf(key).Count), count => count >= 3);

        var status = await SchedulesOf(host).Get("declared");
        Assert.That(status.Schedule.Origin, Is.EqualTo(ScheduleOrigin.Code));
        // The first runs may be made before the trackers' answer is there.
        const string told = "The trackers know the 1 periodic tasks that are declared here.";
        await host.Log.WaitFor(told);
        Assert.That(host.Log.All, Has.One.Contains(told));
    }

    [Test]
    public async Task A_restart_moves_nothing_and_undoes_nothing_that_was_done_at_run_time()
    {
        var settings = Settings.RabbitMqAndPostgres().With(("Roles", "Worker, Tracker"));
        ScheduleStatus before;
        await using (var host = await Started(settings, Trigger.Every(TimeSpan.FromHours(1))))
        {
            before = await SchedulesOf(host).Get("declared");
            await SchedulesOf(host).Put(before.Schedule with { Priority = 3 });
            await SchedulesOf(host).Pause("declared");
        }

        await using var again = await Started(settings, Trigger.Every(TimeSpan.FromHours(1)));
        var after = await SchedulesOf(again).Resume("declared");

        Assert.That(after.Schedule.Priority, Is.EqualTo(3));
        Assert.That(after.Schedule.Origin, Is.EqualTo(ScheduleOrigin.RunTime));
        Assert.That(after.NextRuns, Is.EqualTo(before.NextRuns));
    }

    [Test]
    public async Task Code_that_says_something_else_than_before_wins()
    {
        var settings = Settings.RabbitMqAndPostgres().With(("Roles", "Worker, Tracker"));
        await using (var host = await Started(settings, Trigger.Every(TimeSpan.FromHours(1))))
            await SchedulesOf(host).Put((await SchedulesOf(host).Get("declared")).Schedule with { Priority = 3 });

        await using var again = await Started(settings, Trigger.Every(TimeSpan.FromHours(2)));
        var after = await SchedulesOf(again).Get("declared");

        Assert.That(after.Schedule.Priority, Is.Null);
        Assert.That(after.Schedule.Trigger, Is.EqualTo(Trigger.Every(TimeSpan.FromHours(2))));
    }

    [Test]
    public async Task A_tracker_may_come_later_than_the_application_that_declares()
    {
        var settings = Settings.RabbitMqAndPostgres();
        await using var worker = await MessagingHost.Start(
            settings.With(("Roles", "Worker"), ("Producer:QueryTimeout", "00:00:00.5")),
            messaging => Declare(messaging, Trigger.Every(TimeSpan.FromMilliseconds(100))));
        await worker.Log.WaitFor("No tracker knows yet that the periodic task 'declared' is declared here");

        await using var tracker = await MessagingHost.Start(settings.With(("Roles", "Tracker")));

        await worker.Log.WaitFor("The trackers know the 1 periodic tasks");
        await Eventually.Get(() => Task.FromResult(NoteRunConsumer.RunsOf(key).Count), count => count >= 1);
    }

    [Test]
    public void A_host_with_periodic_tasks_that_cannot_be_meant_does_not_start_and_names_each_mistake()
    {
        var failure = Assert.ThrowsAsync<OptionsValidationException>(() => MessagingHost.Start(
            Settings.InMemory(),
            messaging =>
            {
                messaging.AddPeriodicTask("twice", new NoteRun(key), Trigger.Every(TimeSpan.FromHours(1)));
                messaging.AddPeriodicTask("twice", new NoteRun(key), Trigger.Every(TimeSpan.Zero));
                messaging.AddPeriodicTask("zone", new NoteRun(key), Trigger.Cron("0 3 * * *", "Europe/Pariss"));
            }));

        Assert.That(failure!.Message, Does.Contain("Schedule 'twice' is declared 2 times. Give each a name of its own."));
        Assert.That(failure.Message, Does.Contain("AddPeriodicTask: Schedule 'twice' was not made. Trigger: Every is 00:00:00."));
        Assert.That(failure.Message, Does.Contain("Schedule 'zone' was not made.").And.Contain("Europe/Paris'"));
    }

    private void Declare(IMessagingBuilder messaging, Trigger trigger)
    {
        NoteRunConsumer.Register(messaging);
        messaging.AddPeriodicTask("declared", new NoteRun(key), trigger);
    }

    private async Task<MessagingHost> Started(Dictionary<string, string?> settings, Trigger trigger)
    {
        var host = await MessagingHost.Start(settings, messaging => Declare(messaging, trigger));
        await host.Log.WaitFor("The trackers know the 1 periodic tasks");
        return host;
    }

    private static ISchedules SchedulesOf(MessagingHost host) => host.Services.GetRequiredService<ISchedules>();
}
