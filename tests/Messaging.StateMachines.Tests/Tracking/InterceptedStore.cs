using Messaging.Contracts;

namespace Messaging.StateMachines.Tests;

/// <summary>
/// A store, in memory unless told otherwise, that lets tests in: to look, to hold it up, to break it. What it is handed
/// stays as it is if <see cref="Saved"/> throws, as with a database whose answer is lost.
/// </summary>
internal sealed class InterceptedStore(ITaskStore? inner = null) : ITaskStore
{
    private ITaskStore Inner { get; } = inner ?? new InMemoryTaskStore();

    /// <summary>Before tasks are loaded.</summary>
    public Func<IReadOnlyCollection<Guid>, Task> Loading { get; set; } = _ => Task.CompletedTask;

    /// <summary>Before sagas are saved.</summary>
    public Func<IReadOnlyCollection<TaskSaga>, Task> Saving { get; set; } = _ => Task.CompletedTask;

    /// <summary>After the commit, before the caller knows of it.</summary>
    public Func<IReadOnlyCollection<TaskSaga>, Task> Saved { get; set; } = _ => Task.CompletedTask;

    /// <summary>Before expired tasks are removed.</summary>
    public Func<CancellationToken, Task> Expiring { get; set; } = _ => Task.CompletedTask;

    public Task Prepare(CancellationToken cancellationToken) => Inner.Prepare(cancellationToken);

    public async Task<IReadOnlyList<TaskSaga>> Load(
        IReadOnlyCollection<Guid> taskIds, CancellationToken cancellationToken)
    {
        await Loading(taskIds);
        return await Inner.Load(taskIds, cancellationToken);
    }

    public async Task<IReadOnlySet<Guid>> Save(
        IReadOnlyCollection<TaskSaga> sagas, CancellationToken cancellationToken)
    {
        await Saving(sagas);
        var copies = sagas.ToDictionary(saga => saga.CorrelationId, saga => saga.Copy());
        var lost = await Inner.Save(copies.Values, cancellationToken);
        await Saved(sagas);

        foreach (var saga in sagas)
            saga.Version = copies[saga.CorrelationId].Version;
        return lost;
    }

    public Task<FoundTasks> List(ListTasks query, Guid? before, CancellationToken cancellationToken) =>
        Inner.List(query, before, cancellationToken);

    public Task<TaskCounts> Count(TaskFilter filter, CountBy by, CancellationToken cancellationToken) =>
        Inner.Count(filter, by, cancellationToken);

    public Task<TaskBacklog> Backlog(string? queue, DateTimeOffset now, CancellationToken cancellationToken) =>
        Inner.Backlog(queue, now, cancellationToken);

    public Task<IReadOnlyList<RevokeTask>> OpenRevocations(
        (DateTimeOffset Time, Guid TaskId)? before, int most, CancellationToken cancellationToken) =>
        Inner.OpenRevocations(before, most, cancellationToken);

    public Task<IReadOnlyList<RevokeTask>> FindRevocations(
        IReadOnlyCollection<Guid> taskIds, CancellationToken cancellationToken) =>
        Inner.FindRevocations(taskIds, cancellationToken);

    public Task<IReadOnlyList<TaskSaga>> FindLostWith(
        string worker, Guid after, int most, CancellationToken cancellationToken) =>
        Inner.FindLostWith(worker, after, most, cancellationToken);

    public Task<IReadOnlyList<string>> ListLostWith(string after, int most, CancellationToken cancellationToken) =>
        Inner.ListLostWith(after, most, cancellationToken);

    public async Task<long> Expire(TaskExpiry expiry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await Expiring(cancellationToken);
        return await Inner.Expire(expiry, now, cancellationToken);
    }

    /// <summary>The stored saga of a task.</summary>
    public async Task<TaskSaga> Get(Guid taskId) => (await Inner.Load([taskId], default)).Single();

    /// <summary>Writes a saga as another tracker would, so that whoever has read it before loses the race.</summary>
    public async Task Overtake(Guid taskId)
    {
        var stored = await Inner.Load([taskId], default);
        await Inner.Save([stored.Count > 0 ? stored[0] : new TaskSaga { CorrelationId = taskId }], default);
    }
}
