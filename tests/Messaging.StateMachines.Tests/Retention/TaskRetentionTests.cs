using Messaging.Contracts;
using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TaskRetentionTests
{
    private readonly InterceptedStore store = new();
    private readonly ManualClock clock = new();
    private readonly RecordedLog log = new();
    private readonly CancellationTokenSource stop = new();
    private Task running = null!;

    [SetUp]
    public void Start() =>
        running = new TaskRetention(
            new TrackerStores
            {
                Tasks = store,
                ScheduledMessages = new InMemoryScheduledMessageStore(),
                Schedules = new InMemoryScheduleStore(),
                Revocations = new InMemoryRevocationStore(),
                Limits = new InMemoryLimitStore(clock),
                Workers = new InMemoryWorkerStore(clock),
                WorkerSettings = new InMemoryWorkerSettingStore(),
                DeadLetters = new InMemoryDeadLetterStore(),
            },
            new TaskExpiry(), clock, new Random(1), log).Run(stop.Token);

    [TearDown]
    public async Task Stop()
    {
        await stop.CancelAsync();
        await running.WaitAsync(Testing.Eventually.Deadline);
    }

    [Test]
    public async Task Expired_tasks_are_removed_soon_after_start_and_then_about_every_minute()
    {
        var saga = new TaskSaga
        {
            CurrentState = "Succeeded", CorrelationId = Guid.NewGuid(), FinishedAt = clock.GetUtcNow().AddHours(-25),
            Attempts = [Ended(TaskState.Succeeded)],
        };
        await store.Save([saga], default);

        Assert.That(await NextPass(), Is.LessThan(TimeSpan.FromSeconds(5)));
        Assert.That(await NextPass(), Is.EqualTo(TimeSpan.FromMinutes(1)).Within(TimeSpan.FromSeconds(12)));

        Assert.That(await store.Load([saga.CorrelationId], default), Is.Empty);
        Assert.That(log.Entries, Has.One.EqualTo(
            (LogLevel.Information, "1 tasks that had ended long enough ago were removed.")));
    }

    [Test]
    public async Task A_store_that_fails_is_told_of_once_and_tried_again()
    {
        store.Expiring = _ => throw new TaskStoreUnavailableException("The database is away.");
        for (var pass = 0; pass < 4; pass++)
            await NextPass();
        store.Expiring = _ => Task.CompletedTask;
        await NextPass();
        await clock.NextWait();

        Assert.That(log.Entries, Is.EqualTo(new[]
        {
            (LogLevel.Warning, "Expired tasks cannot be removed: The database is away. It is tried again every minute; "
                + "until then the store grows."),
            (LogLevel.Information, "Expired tasks are removed again."),
        }));
    }

    [Test]
    public async Task A_pass_under_way_ends_with_the_process()
    {
        var begun = new TaskCompletionSource();
        store.Expiring = async token =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        };
        await NextPass();
        await begun.Task;

        await stop.CancelAsync();

        await running.WaitAsync(Testing.Eventually.Deadline);
        Assert.That(log.Entries, Is.Empty);
    }

    private async Task<TimeSpan> NextPass()
    {
        var wait = await clock.NextWait();
        clock.Advance(wait);
        return wait;
    }

    private static TaskAttempt Ended(TaskState outcome) => new()
    {
        Number = 1, Worker = "worker", Queue = "default", ReceivedAt = Told.At(0), FinishedAt = Told.At(1), Outcome = outcome,
    };
}
