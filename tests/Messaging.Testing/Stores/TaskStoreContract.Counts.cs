using Messaging.Contracts;
using Messaging.StateMachines;

namespace Messaging.Testing;

public abstract partial class TaskStoreContract
{
    [Test]
    public async Task Tasks_are_counted_by_any_filter()
    {
        var parent = Guid.NewGuid();
        var (failed, started) = (SampleSagas.In(TaskState.Failed), SampleSagas.In(TaskState.Started));
        (failed.ParentId, failed.Worker, failed.Result) = (parent, "w1", "needle");
        await Save(failed, started);

        TaskFilter[] filters =
        [
            In(TaskState.Failed), new() { ParentId = parent }, new() { Worker = "w1" }, new() { Text = "NEEDLE" },
        ];
        foreach (var filter in filters)
        {
            var counts = await Store.Count(filter, CountBy.State, default);
            Assert.That(counts.States, Is.EqualTo(Counts(("Failed", 1))), filter.ToString());
            Assert.That(counts.Names, Is.Empty);
        }

        Assert.That(await Count(In(TaskState.Failed, TaskState.Started)), Is.EqualTo(2));
        Assert.That(await Count(new TaskFilter { From = SampleSagas.At(0).AddYears(70) }), Is.Zero);
    }

    [Test]
    public async Task Tasks_are_counted_by_name_and_state()
    {
        await Save(
            Named("b", TaskState.Failed), Named("b", TaskState.Failed), Named("b", TaskState.Started),
            Named("B", TaskState.Started), Named("a", TaskState.Pending), Named(null, TaskState.Started),
            Named("nothing", TaskState.Unknown));

        var counts = await Store.Count(new TaskFilter(), CountBy.NameAndState, default);

        Assert.That(counts.States, Is.EquivalentTo(Counts(("Failed", 2), ("Started", 3), ("Pending", 1))));
        Assert.That(
            counts.Names.Select(name => (name.Name, name.Total)),
            Is.EqualTo(new (string?, long)[] { (null, 1), ("B", 1), ("a", 1), ("b", 3) }));
        Assert.That(counts.Names[^1].States, Is.EquivalentTo(Counts(("Failed", 2), ("Started", 1))));
    }

    [Test]
    public async Task A_backlog_tells_waiting_running_and_later_tasks_apart()
    {
        await Save(
            Waiting("low", TaskState.Pending, sentAt: 5), Waiting("low", TaskState.Received, sentAt: 6),
            Waiting("low", TaskState.Scheduled, sentAt: 1, eta: 10), Waiting("low", TaskState.Scheduled, sentAt: 1, 99),
            Waiting("low", TaskState.Retrying, sentAt: 1), Waiting("low", TaskState.Started, sentAt: 1),
            Waiting("low", TaskState.Succeeded, sentAt: 1), Waiting("low", TaskState.Failed, sentAt: 1),
            Waiting("high", TaskState.Started, sentAt: 1), Waiting("ended", TaskState.Revoked, sentAt: 1));

        var backlog = await Store.Backlog(queue: null, SampleSagas.At(20), default);

        Assert.That(
            backlog.Queues.Select(queue => (queue.Queue, queue.Waiting, queue.Running, queue.Later)),
            Is.EqualTo(new (string?, long, long, long)[] { ("high", 0, 1, 0), ("low", 3, 1, 2) }));
    }

    [Test]
    public async Task A_backlog_names_the_task_that_has_waited_longest_since_it_could_run()
    {
        var dueSinceThree = Waiting("low", TaskState.Scheduled, sentAt: 1, eta: 3);
        var sentAtFour = Waiting("low", TaskState.Pending, sentAt: 4, eta: 2);
        var inHigh = Waiting("high", TaskState.Received, sentAt: 9);
        var sentNobodyKnowsWhen = SampleSagas.In(TaskState.Received);
        sentNobodyKnowsWhen.SubmittedAt = null;
        await Save(sentAtFour, dueSinceThree, inHigh, Waiting("low", TaskState.Started, sentAt: 0), sentNobodyKnowsWhen);

        var backlog = await Store.Backlog(queue: null, SampleSagas.At(20), default);
        var ofLow = await Store.Backlog("low", SampleSagas.At(20), default);

        Assert.That(
            backlog.Queues.Select(queue => (queue.Queue, queue.OldestSince, queue.OldestTaskId)),
            Is.EqualTo(new (string?, DateTimeOffset?, Guid?)[]
            {
                (null, null, null),
                ("high", SampleSagas.At(9), inHigh.CorrelationId),
                ("low", SampleSagas.At(3), dueSinceThree.CorrelationId),
            }));
        Assert.That(ofLow.Queues, Is.EqualTo(backlog.Queues.Skip(2)));
    }

    [Test]
    public async Task There_is_no_backlog_in_an_empty_store() =>
        Assert.That((await Store.Backlog(queue: null, SampleSagas.At(0), default)).Queues, Is.Empty);

    private static TaskSaga Named(string? name, TaskState state)
    {
        var saga = SampleSagas.In(state);
        saga.Name = name;
        return saga;
    }

    private static TaskSaga Waiting(string queue, TaskState state, double sentAt, double? eta = null)
    {
        var saga = SampleSagas.In(state);
        (saga.Queue, saga.SubmittedAt) = (queue, SampleSagas.At(sentAt));
        saga.Eta = eta is { } seconds ? SampleSagas.At(seconds) : saga.Eta;
        return saga;
    }

    private static Dictionary<string, long> Counts(params (string State, long Count)[] counts) =>
        counts.ToDictionary(count => count.State, count => count.Count, StringComparer.Ordinal);
}
