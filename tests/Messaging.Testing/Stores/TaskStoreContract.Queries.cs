using Messaging.Contracts;
using Messaging.StateMachines;

namespace Messaging.Testing;

public abstract partial class TaskStoreContract
{
    [Test]
    public async Task Tasks_are_counted_by_state_but_for_those_of_which_nothing_is_known()
    {
        TaskState[] states = [TaskState.Failed, TaskState.Unknown, .. Enum.GetValues<TaskState>()];
        await Save(Array.ConvertAll(states, SampleSagas.In));

        var counts = (await Store.Count(new TaskFilter(), CountBy.State, default)).States;

        Assert.That(counts, Has.Count.EqualTo(states.Distinct().Count() - 1));
        foreach (var state in states)
        {
            var expected = state switch { TaskState.Unknown => 0, TaskState.Failed => 2, _ => 1 };
            Assert.That(counts.GetValueOrDefault(state.ToString()), Is.EqualTo(expected), state.ToString());
        }
    }

    [Test]
    public async Task Nothing_is_counted_in_an_empty_store() =>
        Assert.That((await Store.Count(new TaskFilter(), CountBy.State, default)).States, Is.Empty);

    [Test]
    public async Task Tasks_are_counted_by_tree_name_and_queue()
    {
        var (root, otherRoot) = (Guid.NewGuid(), Guid.NewGuid());
        await Save(
            Pending(root, "add", "low"), Pending(root, "add", "high"), Pending(root, "Add", "low"),
            Pending(otherRoot, "add", "low"), Pending(null, "add", "low"), Pending(null, null, null));

        Assert.That(await Count(new TaskFilter()), Is.EqualTo(6));
        Assert.That(await Count(new TaskFilter { RootId = root }), Is.EqualTo(3));
        Assert.That(await Count(new TaskFilter { Name = "add" }), Is.EqualTo(4));
        Assert.That(await Count(new TaskFilter { Queue = "low" }), Is.EqualTo(4));
        Assert.That(await Count(new TaskFilter { RootId = root, Name = "add", Queue = "low" }), Is.EqualTo(1));
        Assert.That(await Count(new TaskFilter { Name = "none" }), Is.Zero);
        Assert.That(await Count(new TaskFilter { RootId = Guid.NewGuid() }), Is.Zero);
    }

    [Test]
    public async Task A_strange_name_is_counted_like_any_other()
    {
        await Save(Pending(null, "a\0d\uD83C'd", "low"), Pending(null, "other", "low"));

        Assert.That(await Count(new TaskFilter { Name = "a\0d\uD83C'd" }), Is.EqualTo(1));
        Assert.That(await Count(new TaskFilter { Queue = "\0" }), Is.Zero);
    }

    [Test]
    public async Task Revocations_of_tasks_are_found_by_their_ids_whether_or_not_they_have_ended()
    {
        var open = Revoked(TaskState.Scheduled, at: 1, RevokeMode.Terminate, "wrong");
        var ended = Revoked(TaskState.Revoked, at: 2, RevokeMode.BeforeStart, reason: null);
        var other = Revoked(TaskState.Scheduled, at: 3, RevokeMode.Terminate, "wrong");
        var none = Pending(null, "add", "low");
        await Save(open, ended, other, none);

        var found = await Store.FindRevocations(
            [open.CorrelationId, ended.CorrelationId, none.CorrelationId, Guid.NewGuid()], default);

        Assert.That(
            found.Select(revocation => (revocation.TaskId, revocation.Mode, revocation.Reason)),
            Is.EquivalentTo(new[]
            {
                (open.CorrelationId, RevokeMode.Terminate, "wrong"),
                (ended.CorrelationId, RevokeMode.BeforeStart, (string?)null),
            }));
    }

    [Test]
    public async Task What_fails_with_a_worker_is_found_while_that_runs_it_page_by_page()
    {
        var lost = Array.ConvertAll([0, 1, 2], _ => RunsOnce("w\0 1"));
        var other = RunsOnce("w2");
        var late = SampleSagas.In(TaskState.Started);
        await Save([.. lost, other, late]);
        var ids = lost.Select(saga => saga.CorrelationId).Order().ToArray();

        var first = await Store.FindLostWith("w\0 1", Guid.Empty, 2, default);
        var second = await Store.FindLostWith("w\0 1", first[^1].CorrelationId, 2, default);
        Assert.That(first.Concat(second).Select(saga => saga.CorrelationId), Is.EqualTo(ids));
        Assert.That(first[0].Attempts.Single().FailsIfLost, Is.True);

        var ended = first[0];
        ended.Attempts[0] = ended.Attempts[0] with { Outcome = TaskState.Failed, FinishedAt = SampleSagas.At(5) };
        await Save(ended);
        Assert.That(
            (await Store.FindLostWith("w\0 1", Guid.Empty, 10, default)).Select(saga => saga.CorrelationId),
            Is.EqualTo(ids[1..]));
    }

    [Test]
    public async Task Workers_with_whose_loss_tasks_fail_are_listed_once_each_page_by_page()
    {
        var ended = RunsOnce("listed-4");
        ended.Attempts[0] = ended.Attempts[0] with { Outcome = TaskState.Failed, FinishedAt = SampleSagas.At(5) };
        await Save(
            RunsOnce("listed-1"), RunsOnce("listed-2"), RunsOnce("listed-2"), RunsOnce("listed-3"), ended,
            SampleSagas.In(TaskState.Started));

        var all = new List<string>();
        for (var last = ""; await Store.ListLostWith(last, 2, default) is { Count: > 0 } page; last = page[^1])
        {
            Assert.That(page, Has.Count.LessThanOrEqualTo(2));
            all.AddRange(page);
        }

        Assert.That(
            all.Where(worker => worker.StartsWith("listed-", StringComparison.Ordinal)),
            Is.EqualTo(new[] { "listed-1", "listed-2", "listed-3" }));
    }

    [Test]
    public async Task Open_revocations_are_those_of_tasks_that_have_not_ended_latest_first()
    {
        var early = Revoked(TaskState.Unknown, at: 1, RevokeMode.BeforeStart, reason: null);
        var late = Revoked(TaskState.Started, at: 3, RevokeMode.Terminate, "wrong");
        var between = Revoked(TaskState.Retrying, at: 2, RevokeMode.Terminate, "no longer needed");
        var ended = Revoked(TaskState.Revoked, at: 4, RevokeMode.Terminate, "wrong");
        await Save(early, late, between, ended, SampleSagas.In(TaskState.Started));

        var open = await Store.OpenRevocations(null, 10, default);

        Assert.That(open, Is.EqualTo(new[] { Revocation(late), Revocation(between), Revocation(early) }));
    }

    [Test]
    public async Task Open_revocations_are_at_most_as_many_as_asked_for()
    {
        var revoked = Array.ConvertAll(
            [0, 1, 2, 3, 4], at => Revoked(TaskState.Pending, at, RevokeMode.BeforeStart, reason: null));
        await Save(revoked);

        var open = await Store.OpenRevocations(null, 2, default);

        Assert.That(open, Is.EqualTo(new[] { Revocation(revoked[4]), Revocation(revoked[3]) }));
    }

    [Test]
    public async Task Open_revocations_go_on_behind_any_of_them_also_among_those_of_one_time()
    {
        var revoked = Array.ConvertAll(
            [1, 2, 2, 2, 2, 3], at => Revoked(TaskState.Pending, at, RevokeMode.BeforeStart, reason: null));
        await Save(revoked);

        var all = new List<RevokeTask>();
        for (var page = await Store.OpenRevocations(null, 2, default);
            page.Count > 0;
            page = await Store.OpenRevocations((page[^1].Time, page[^1].TaskId), 2, default))
        {
            all.AddRange(page);
        }

        Assert.That(all, Is.EquivalentTo(revoked.Select(Revocation)));
        Assert.That(all.Select(revocation => revocation.Time), Is.Ordered.Descending);
        Assert.That(all, Is.EqualTo(await Store.OpenRevocations(null, 10, default)));
    }

    [Test]
    public async Task There_are_no_open_revocations_in_an_empty_store() =>
        Assert.That(await Store.OpenRevocations(null, 10, default), Is.Empty);

    private static TaskSaga Pending(Guid? rootId, string? name, string? queue)
    {
        var saga = SampleSagas.In(TaskState.Pending);
        (saga.RootId, saga.Name, saga.Queue) = (rootId, name, queue);
        return saga;
    }

    private static TaskSaga Revoked(TaskState state, double at, RevokeMode mode, string? reason)
    {
        var saga = SampleSagas.In(state);
        (saga.RevokeRequestedAt, saga.RevokeMode, saga.RevokeReason) = (SampleSagas.At(at), mode, reason);
        return saga;
    }

    private static RevokeTask Revocation(TaskSaga saga) => new()
    {
        TaskId = saga.CorrelationId,
        Mode = saga.RevokeMode,
        Time = saga.RevokeRequestedAt.GetValueOrDefault(),
        Reason = saga.RevokeReason,
    };

    private async Task<long> Count(TaskFilter filter) =>
        (await Store.Count(filter, CountBy.State, default)).States.Values.Sum();

    private static TaskSaga RunsOnce(string worker)
    {
        var saga = SampleSagas.In(TaskState.Started);
        saga.Attempts[0] = saga.Attempts[0] with
        {
            Worker = worker, FailsIfLost = true, StartedAt = SampleSagas.At(1), FinishedAt = null, Outcome = null,
        };
        return saga;
    }
}
