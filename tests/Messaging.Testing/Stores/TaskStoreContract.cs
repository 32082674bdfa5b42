using Messaging.Contracts;
using Messaging.StateMachines;

namespace Messaging.Testing;

/// <summary>What every task store must do. Each one inherits it.</summary>
public abstract partial class TaskStoreContract
{
    /// <summary>An empty store of the test's own.</summary>
    protected ITaskStore Store { get; private set; } = null!;

    [SetUp]
    public async Task OpenStore()
    {
        Store = Open();
        await Store.Prepare(default);
    }

    /// <summary>Opens an empty store; it is prepared by the caller.</summary>
    protected abstract ITaskStore Open();

    [Test]
    public async Task What_was_never_saved_is_not_loaded()
    {
        var known = SampleSagas.In(TaskState.Pending);
        await Save(known);

        var found = await Store.Load([Guid.NewGuid(), known.CorrelationId, Guid.NewGuid()], default);

        Assert.That(found.Select(saga => saga.CorrelationId), Is.EqualTo(new[] { known.CorrelationId }));
    }

    [Test]
    public async Task Nothing_is_loaded_and_saved_without_complaint()
    {
        Assert.That(await Store.Load([], default), Is.Empty);
        Assert.That(await Store.Save([], default), Is.Empty);
    }

    [Test]
    public async Task A_store_that_is_prepared_again_keeps_what_it_has()
    {
        var saga = SampleSagas.In(TaskState.Pending);
        await Save(saga);

        await Store.Prepare(default);

        Assert.That((await Load(saga.CorrelationId)).CurrentState, Is.EqualTo("Pending"));
    }

    [Test]
    public async Task Each_save_counts_the_version_up()
    {
        var saga = SampleSagas.In(TaskState.Pending);

        await Save(saga);
        Assert.That(saga.Version, Is.EqualTo(1));
        Assert.That((await Load(saga.CorrelationId)).Version, Is.EqualTo(1));

        await Save(saga);
        Assert.That(saga.Version, Is.EqualTo(2));
        Assert.That((await Load(saga.CorrelationId)).Version, Is.EqualTo(2));
    }

    [Test]
    public async Task A_saga_is_not_inserted_over_another()
    {
        var first = SampleSagas.In(TaskState.Pending);
        await Save(first);
        var second = new TaskSaga { CorrelationId = first.CorrelationId, CurrentState = "Scheduled" };

        var lost = await Store.Save([second], default);

        Assert.That(lost, Is.EqualTo(new[] { first.CorrelationId }));
        Assert.That(second.Version, Is.Zero);
        Assert.That((await Load(first.CorrelationId)).CurrentState, Is.EqualTo("Pending"));
    }

    [Test]
    public async Task Only_the_sagas_that_lost_a_race_are_reported_and_not_saved()
    {
        TaskSaga[] sagas = [.. Enumerable.Range(0, 5).Select(_ => SampleSagas.In(TaskState.Pending))];
        await Save(sagas);
        var overtaking = await Load(sagas[1].CorrelationId);
        overtaking.Name = "overtaking";
        await Save(overtaking);

        foreach (var saga in sagas)
            saga.Name = "overtaken";
        var lost = await Store.Save(sagas, default);

        Assert.That(lost, Is.EqualTo(new[] { sagas[1].CorrelationId }));
        Assert.That(sagas.Select(saga => saga.Version), Is.EqualTo(new[] { 2, 1, 2, 2, 2 }));
        Assert.That((await Load(sagas[0].CorrelationId)).Name, Is.EqualTo("overtaken"));
        Assert.That((await Load(sagas[1].CorrelationId)).Name, Is.EqualTo("overtaking"));
    }

    [Test]
    public async Task Sagas_are_shared_with_nobody()
    {
        var saved = SampleSagas.Filled("text");
        await Save(saved);
        var stored = (await Load(saved.CorrelationId)).Json();

        saved.Name = "changed";
        saved.Attempts.Clear();
        saved.Waiters.Clear();
        var loaded = await Load(saved.CorrelationId);
        Assert.That(loaded.Json(), Is.EqualTo(stored));

        loaded.Name = "changed";
        loaded.Attempts.Clear();
        loaded.Waiters.Clear();
        Assert.That((await Load(saved.CorrelationId)).Json(), Is.EqualTo(stored));
    }

    [Test]
    public async Task Concurrent_writers_never_overwrite_each_other()
    {
        const int writers = 8;
        const int increments = 25;
        TaskSaga[] sagas = [.. Enumerable.Range(0, 3).Select(_ => SampleSagas.In(TaskState.Pending))];
        Guid[] taskIds = [.. sagas.Select(saga => saga.CorrelationId)];
        await Save(sagas);

        await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(async () =>
        {
            for (var count = 0; count < increments; count++)
                await Increment(taskIds);
        })));

        var counted = await Store.Load(taskIds, default);
        Assert.That(counted.Select(saga => saga.Attempt), Is.All.EqualTo(writers * increments));
        Assert.That(counted.Select(saga => saga.Version), Is.All.EqualTo(1 + (writers * increments)));
    }

    [Test]
    public async Task Thousands_are_saved_and_loaded_at_once()
    {
        TaskSaga[] sagas = [.. Enumerable.Range(0, 2_000).Select(_ => SampleSagas.Filled("text"))];
        Guid[] taskIds = [.. sagas.Select(saga => saga.CorrelationId)];

        await Save(sagas);
        await Save(sagas);

        var loaded = await Store.Load(taskIds, default);
        Assert.That(
            loaded.OrderBy(saga => saga.CorrelationId).Select(saga => saga.Json()),
            Is.EqualTo(sagas.OrderBy(saga => saga.CorrelationId).Select(saga => saga.Json())));
    }

    /// <summary>Adds one to the attempt of each, as a tracker would: what lost a race is read again.</summary>
    private async Task Increment(Guid[] taskIds)
    {
        while (taskIds.Length > 0)
        {
            var sagas = await Store.Load(taskIds, default);
            foreach (var saga in sagas)
                saga.Attempt++;
            taskIds = [.. await Store.Save(sagas, default)];
        }
    }

    private async Task Save(params TaskSaga[] sagas) => Assert.That(await Store.Save(sagas, default), Is.Empty);

    private async Task<TaskSaga> Load(Guid taskId) => (await Store.Load([taskId], default)).Single();
}
