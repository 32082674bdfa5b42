using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Hosting;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Signals;

/// <summary>A worker is lost when an attempt has ended, all have been told of that, and the broker has not.</summary>
[TestFixture]
public sealed class LostWorkerTests
{
    [Test]
    public async Task What_a_lost_worker_has_not_told_is_done_and_observed_again()
    {
        var settings = Settings.RabbitMqAndPostgres().With(("Worker:StopTimeout", "00:00:00"));
        await using var tracker = await MessagingHost.Start(
            settings.With(("Roles", "Tracker"), ("Producer:QueryTimeout", "00:00:30")));
        var succeeding = await tracker.Tasks.Send(new Decide("succeed"));
        var ignored = await tracker.Tasks.Send(new Decide("ignore"));
        var back = await tracker.Tasks.Send(new Decide("requeue"));
        await using (var lost = MessagingHost.Build(settings.With(("Roles", "Worker")), AddTasks, HoldEnds))
        {
            await lost.Start();
            var ends = lost.Services.GetRequiredService<HeldEnds>();
            for (var task = 0; task < 3; task++)
                await ends.Next(Eventually.Deadline);
            Assert.That(Told(lost, succeeding), Has.One.EqualTo("Succeeded 1 1").And.One.EqualTo("OnSuccess 1 1"));
            // Told before the end, and so on its way for certain.
            await Eventually.Get(() => ignored.GetStatus(), status => status.CustomState == "Duplicate");
            await Eventually.Get(() => succeeding.GetStatus(), HasBegun);
            await Eventually.Get(() => back.GetStatus(), HasBegun);
        }

        await using var another = await MessagingHost.Start(
            settings.With(("Roles", "Worker"), ("Worker:Name", "another")), AddTasks);

        Assert.That((await succeeding.Wait(Eventually.Deadline)).Attempts, Has.Count.EqualTo(2));
        Assert.That(Told(another, succeeding), Has.One.EqualTo("Succeeded 1 1").And.One.EqualTo("OnSuccess 1 1"));
        Assert.That((await ignored.Wait(Eventually.Deadline)).State, Is.EqualTo(TaskState.Ignored));
        var ended = await back.WaitUntilTold(status => Here(status).Count(run => run.Outcome is not null) == 3);
        Assert.That((ended.State, ended.Result), Is.EqualTo((TaskState.Succeeded, "3")));
        Assert.That(ended.Attempts.Count(run => run.Number == 1), Is.EqualTo(2));
        // A worker that took long to be lost may have begun the second attempt too.
        Assert.That(Here(ended).Select(run => run.Number), Is.EqualTo([1, 2, 3]), "asked for twice, it is one");
    }

    private static bool HasBegun(TaskStatus status) =>
        status.Attempts.Any(run => run is { Number: 1, StartedAt: not null });

    private static IEnumerable<TaskAttempt> Here(TaskStatus status) =>
        status.Attempts.Where(run => run.Worker == "another");

    private static IReadOnlyList<string> Told(MessagingHost host, TaskHandle task) =>
        host.Services.GetRequiredService<Witness>().RunsOf(task.TaskId);

    private static void AddTasks(IMessagingBuilder messaging) =>
        messaging.AddTask<DecideConsumer>().AddObserver<Witness>();

    private static void HoldEnds(IServiceCollection services) =>
        services.AddSingleton<EventSink>().AddSingleton<HeldEnds>().AddSingleton<ITaskEventSink>(
            provider => provider.GetRequiredService<HeldEnds>());
}
