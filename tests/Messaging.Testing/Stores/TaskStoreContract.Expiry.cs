using Messaging.Contracts;
using Messaging.StateMachines;

namespace Messaging.Testing;

public abstract partial class TaskStoreContract
{
    private static readonly TaskExpiry DayAndWeek = new();

    /// <summary>So much later than the ids of all tasks that a store may have put them together as it likes.</summary>
    private static DateTimeOffset Later => TimeProvider.System.GetUtcNow().AddDays(30);

    [TestCase(TaskState.Succeeded, 25, true)]
    [TestCase(TaskState.Succeeded, 23, false)]
    [TestCase(TaskState.Revoked, 25, true)]
    [TestCase(TaskState.Revoked, 23, false)]
    [TestCase(TaskState.Expired, 25, true)]
    [TestCase(TaskState.Expired, 23, false)]
    [TestCase(TaskState.Rejected, 25, true)]
    [TestCase(TaskState.Rejected, 23, false)]
    [TestCase(TaskState.Ignored, 25, true)]
    [TestCase(TaskState.Ignored, 23, false)]
    [TestCase(TaskState.Failed, (7 * 24) + 1, true)]
    [TestCase(TaskState.Failed, (7 * 24) - 1, false)]
    public async Task A_task_expires_by_its_end(TaskState state, double hours, bool isExpired)
    {
        var now = Later;
        foreach (var taskId in OldAndOdd(now))
            await Save(Ended(state, now.AddHours(-hours), taskId));

        var removed = await Expire(now, isExpired ? 5 : 0);

        Assert.That(removed, Is.EqualTo(isExpired ? 5 : 0));
        Assert.That(await CountAll(), Is.EqualTo(isExpired ? 0 : 5));
    }

    [TestCase(TaskState.Pending)]
    [TestCase(TaskState.Scheduled)]
    [TestCase(TaskState.Received)]
    [TestCase(TaskState.Started)]
    [TestCase(TaskState.Retrying)]
    public async Task A_task_that_has_not_ended_never_expires(TaskState state)
    {
        var now = Later.AddYears(20);
        foreach (var taskId in OldAndOdd(now))
            await Save(Ended(state, finishedAt: null, taskId), Ended(TaskState.Succeeded, now.AddYears(-1)));

        Assert.That(await Expire(now, 5), Is.EqualTo(5));
        Assert.That(await CountAll(), Is.EqualTo(5));
    }

    [Test]
    public async Task Other_times_may_be_set()
    {
        var now = Later;
        var expiry = new TaskExpiry { Results = TimeSpan.FromDays(20), Failures = TimeSpan.FromHours(2) };
        var (result, oldResult) = (Ended(TaskState.Succeeded, now.AddDays(-19)), Ended(TaskState.Succeeded, now.AddDays(-21)));
        var (failure, oldFailure) = (Ended(TaskState.Failed, now.AddHours(-1)), Ended(TaskState.Failed, now.AddHours(-3)));
        await Save(result, oldResult, failure, oldFailure);

        await Expire(now, 2, expiry);

        await AssertLeft(result, failure);
    }

    [Test]
    public async Task What_stays_is_as_it_was()
    {
        var now = Later;
        var kept = SampleSagas.Filled("Grüße, \"漢字\"");
        kept.FinishedAt = SampleSagas.At(0) + (now - SampleSagas.At(0)) - TimeSpan.FromDays(1);
        kept.FinishedAt = new DateTimeOffset(kept.FinishedAt.Value.Ticks / 10 * 10, TimeSpan.Zero);
        await Save(kept, Ended(TaskState.Succeeded, now.AddDays(-3)));
        await Save(kept);

        Assert.That(await Expire(now, 1), Is.EqualTo(1));

        Assert.That((await Load(kept.CorrelationId)).Json(), Is.EqualTo(kept.Json()));
        kept.Name = "changed";
        await Save(kept);
        Assert.That((await Load(kept.CorrelationId)).Name, Is.EqualTo("changed"));
    }

    [Test]
    public async Task A_task_that_failed_and_then_succeeded_expires_as_a_result()
    {
        var now = Later;
        var saga = Ended(TaskState.Failed, now.AddHours(-30));
        await Save(saga);
        var succeeded = Ended(TaskState.Succeeded, now.AddHours(-20), saga.CorrelationId);
        succeeded.Version = saga.Version;
        await Save(succeeded);

        Assert.That(await Store.Expire(DayAndWeek, now, default), Is.Zero);
        Assert.That(await Expire(now.AddHours(5), 1), Is.EqualTo(1));
    }

    [Test]
    public async Task A_task_of_which_nothing_is_known_is_kept_for_its_revocation_and_its_waiters()
    {
        var now = Later;
        var saga = SampleSagas.Empty;
        TaskSaga[] kept =
        [
            With(saga(), sample => sample.RevokeRequestedAt = now.AddHours(-23)),
            With(saga(), sample => sample.Waiters = [Waiter(now.AddHours(-1)), Waiter(now.AddHours(1))]),
            With(saga(), sample => (sample.RevokeRequestedAt, sample.Waiters) = (now.AddDays(-9), [Waiter(now.AddHours(1))])),
            With(saga(), sample => (sample.RevokeRequestedAt, sample.Waiters) = (now.AddHours(-1), [Waiter(now.AddHours(-1))])),
        ];
        await Save(kept);
        await Save(
            With(saga(), sample => sample.RevokeRequestedAt = now.AddHours(-25)),
            With(saga(), sample => sample.Waiters = [Waiter(now.AddHours(-1)), Waiter(now.AddHours(-2))]),
            With(saga(), sample => (sample.RevokeRequestedAt, sample.Waiters) = (now.AddDays(-9), [Waiter(now.AddHours(-1))])),
            saga());

        Assert.That(await Expire(now, 4), Is.EqualTo(4));

        await AssertLeft(kept);
    }

    [Test]
    public async Task What_is_told_of_a_task_after_it_has_expired_is_kept()
    {
        var now = Later;
        var saga = Ended(TaskState.Succeeded, now.AddDays(-3));
        await Save(saga);
        await Expire(now, 1);

        // A tracker that had read it before it went must read again what there is: nothing.
        Assert.That(await Store.Save([saga], default), Is.EqualTo(new[] { saga.CorrelationId }));
        var late = Ended(TaskState.Succeeded, now.AddDays(-3), saga.CorrelationId);
        await Save(late);

        await AssertLeft(late);
        Assert.That(await Expire(now.AddDays(1), 1), Is.EqualTo(1));
    }

    [Test]
    public async Task Nothing_expires_in_an_empty_store() =>
        Assert.That(await Store.Expire(DayAndWeek, Later, default), Is.Zero);

    [Test]
    public async Task Thousands_expire_at_once()
    {
        var now = Later;
        TaskSaga[] sagas = [.. Enumerable.Range(0, 12_000).Select(number => Ended(
            TaskState.Succeeded, now.AddDays(-2), number % 2 == 0 ? Guid.NewGuid() : Guid.CreateVersion7()))];
        var kept = Ended(TaskState.Failed, now.AddDays(-2));
        await Save([.. sagas, kept]);

        Assert.That(await Expire(now, sagas.Length), Is.EqualTo(sagas.Length));

        await AssertLeft(kept);
    }

    /// <summary>
    /// Passes as a tracker makes them, until so many are gone. A store may leave to a later one what somebody else uses at
    /// the moment.
    /// </summary>
    private async Task<long> Expire(DateTimeOffset now, long count, TaskExpiry? expiry = null)
    {
        var removed = 0L;
        return await Eventually.Get(Pass, sum => sum >= count);

        async Task<long> Pass()
        {
            removed += await Store.Expire(expiry ?? DayAndWeek, now, default);
            now += TimeSpan.FromMinutes(5.1);
            return removed;
        }
    }

    /// <summary>A saga that has the end of one in the given state, at a given time.</summary>
    private static TaskSaga Ended(TaskState state, DateTimeOffset? finishedAt, Guid? taskId = null) =>
        With(SampleSagas.In(state), saga =>
        {
            saga.CorrelationId = taskId ?? saga.CorrelationId;
            saga.FinishedAt = finishedAt;
        });

    /// <summary>Ids of now, of long ago, of a time that has not come yet, and without time.</summary>
    private static Guid[] OldAndOdd(DateTimeOffset now) =>
    [
        Guid.CreateVersion7(), Guid.CreateVersion7(now.AddYears(-4)), Guid.CreateVersion7(now.AddHours(-60)),
        new("fedc0000-cf25-b808-dc47-08d367322210"), new("00120000-cf25-4808-9c47-08d367322210"),
    ];

    private static TaskWaiter Waiter(DateTimeOffset until) =>
        new() { RequestId = Guid.NewGuid(), Address = new Uri("queue:replies"), Until = until };

    private static TaskSaga With(TaskSaga saga, Action<TaskSaga> change)
    {
        change(saga);
        return saga;
    }

    private async Task<long> CountAll() => await Count(new TaskFilter());

    private async Task AssertLeft(params TaskSaga[] sagas)
    {
        var found = await Store.Load([.. sagas.Select(saga => saga.CorrelationId)], default);
        Assert.That(
            found.Select(saga => saga.CorrelationId), Is.EquivalentTo(sagas.Select(saga => saga.CorrelationId)));
        Assert.That(await CountAll(), Is.EqualTo(found.Count(saga => saga.CurrentState != "Initial")));
    }
}
