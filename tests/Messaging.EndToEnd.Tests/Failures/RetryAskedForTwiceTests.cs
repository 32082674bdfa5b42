using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Hosting;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Failures;

/// <summary>
/// A worker is lost when the next attempt is with the scheduler and the message of this one is not settled.
/// </summary>
[TestFixture]
public sealed class RetryAskedForTwiceTests
{
    private Dictionary<string, string?> settings = null!;
    private MessagingHost tracker = null!;

    [SetUp]
    public async Task StartTracker()
    {
        settings = Settings.RabbitMqAndPostgres().With(("Worker:StopTimeout", "00:00:00"));
        tracker = await MessagingHost.Start(settings.With(("Roles", "Tracker")));
    }

    [TearDown]
    public async Task StopTracker() => await tracker.DisposeAsync();

    [Test]
    public async Task A_retry_that_waits_is_asked_for_again_and_is_one_retry()
    {
        var task = await tracker.Tasks.Send(new FailThenLater("waits", 1));
        await using (var lost = await StartWorker(out var retries))
            await retries.Held.WaitAsync(Eventually.Deadline);

        await using var another = await MessagingHost.Start(settings.With(("Roles", "Worker")), TestTasks.Add);

        await AssertOneRetry(task);
    }

    [Test]
    public async Task A_retry_that_was_sent_is_asked_for_again_and_is_not_sent_again()
    {
        var task = await tracker.Tasks.Send(new FailThenLater("sent", 1));
        await using (var lost = await StartWorker(out var retries))
        {
            await retries.Held.WaitAsync(Eventually.Deadline);
            await task.Wait(TimeSpan.FromSeconds(60));
        }

        await using var another = await MessagingHost.Start(settings.With(("Roles", "Worker")), TestTasks.Add);

        await AssertOneRetry(task);
    }

    private async Task AssertOneRetry(TaskHandle task)
    {
        await task.Wait(TimeSpan.FromSeconds(60));
        // Of the lost worker's run it may be heard later than of the end.
        var ended = await Eventually.Get(() => task.GetStatus(), status =>
            status.Attempts.Count(run => run.Number == 1) >= 2
            && status.Attempts.Any(run => run.Number == 1 && run.Outcome == TaskState.Retrying));
        Assert.That(ended.State, Is.EqualTo(TaskState.Succeeded));
        Assert.That(ended.Attempts.Count(run => run.Number == 1), Is.EqualTo(2), "Runs of the first attempt");
        Assert.That(ended.Attempts.Count(run => run.Number == 2), Is.EqualTo(1), "Runs of the second attempt");
        await NothingWaitsOf(task);
    }

    /// <summary>Nothing of the task is stored, once all that was asked for is stored.</summary>
    private async Task NothingWaitsOf(TaskHandle task)
    {
        // Asked for after the retry, so it is stored after it.
        var last = await tracker.Tasks.Send(new Add(1, 1), new TaskOptions { Countdown = TimeSpan.FromHours(1) });
        var items = await Eventually.Get(List, items => items.Exists(item => item.Id == last.TaskId));
        var now = TimeProvider.System.GetUtcNow();
        Assert.That(items.Where(item => item.Id == task.TaskId && item.Due > now), Is.Empty);
        // The task may have ended before the tracker has deleted what it has sent.
        await Eventually.Get(List, items => !items.Exists(item => item.Id == task.TaskId));

        async Task<List<ScheduledItem>> List()
        {
            var listed = new List<ScheduledItem>();
            await foreach (var item in tracker.Tasks.ListScheduled(new ListScheduled()))
                listed.Add(item);
            return listed;
        }
    }

    private Task<MessagingHost> StartWorker(out HeldRetries retries)
    {
        var built = MessagingHost.Build(
            settings.With(("Roles", "Worker")),
            TestTasks.Add,
            services => services.AddSingleton<EventSink>().AddSingleton<HeldRetries>().AddSingleton<ITaskEventSink>(
                provider => provider.GetRequiredService<HeldRetries>()));
        retries = built.Services.GetRequiredService<HeldRetries>();
        return Started(built);
    }

    private static async Task<MessagingHost> Started(MessagingHost built)
    {
        await built.Start();
        return built;
    }
}
