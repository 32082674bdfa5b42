using System.Collections.Concurrent;
using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Keeps sagas in this process's memory: for development, tests and programs that run in one process. Forgets with the
/// process, and, beyond a million tasks, those that ended first.
/// </summary>
public sealed class InMemoryTaskStore : ITaskStore
{
    private readonly ConcurrentDictionary<Guid, TaskSaga> sagas = new();
    private readonly EndedTasks ended = new();
    private readonly Lock gate = new();

    /// <inheritdoc/>
    public Task Prepare(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<IReadOnlyList<TaskSaga>> Load(IReadOnlyCollection<Guid> taskIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(taskIds);
        var found = new List<TaskSaga>(taskIds.Count);
        foreach (var taskId in taskIds)
        {
            if (sagas.TryGetValue(taskId, out var saga))
                found.Add(saga.Copy());
        }

        return Task.FromResult<IReadOnlyList<TaskSaga>>(found);
    }

    /// <inheritdoc/>
    public Task<IReadOnlySet<Guid>> Save(IReadOnlyCollection<TaskSaga> sagas, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sagas);
        var lost = new HashSet<Guid>();
        lock (gate)
        {
            foreach (var saga in sagas)
            {
                if (!TrySave(saga))
                    lost.Add(saga.CorrelationId);
            }

            ForgetOldest();
        }

        return Task.FromResult<IReadOnlySet<Guid>>(lost);
    }

    /// <inheritdoc/>
    public Task<FoundTasks> List(ListTasks query, Guid? before, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Task.FromResult(InMemoryQueries.List(sagas.Values, query, before));
    }

    /// <inheritdoc/>
    public Task<TaskCounts> Count(TaskFilter filter, CountBy by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Task.FromResult(InMemoryQueries.Count(sagas.Values, filter, by));
    }

    /// <inheritdoc/>
    public Task<TaskBacklog> Backlog(string? queue, DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult(InMemoryQueries.Backlog(sagas.Values, queue, now));

    /// <inheritdoc/>
    public Task<IReadOnlyList<RevokeTask>> OpenRevocations(
        (DateTimeOffset Time, Guid TaskId)? before, int most, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RevokeTask>>(sagas.Values
            .Where(saga => saga.RevokeRequestedAt is { } time
                && (before is not { } last || (time, saga.CorrelationId).CompareTo(last) < 0)
                && !TaskVerdict.IsFinal(TaskVerdict.StateOf(saga)))
            .OrderByDescending(saga => (saga.RevokeRequestedAt, saga.CorrelationId))
            .Take(most)
            .Select(RevocationOf)
            .ToArray());

    /// <inheritdoc/>
    public Task<IReadOnlyList<RevokeTask>> FindRevocations(
        IReadOnlyCollection<Guid> taskIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(taskIds);
        return Task.FromResult<IReadOnlyList<RevokeTask>>(taskIds
            .Select(taskId => sagas.GetValueOrDefault(taskId))
            .Where(saga => saga?.RevokeRequestedAt is not null)
            .Select(saga => RevocationOf(saga!))
            .ToArray());
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<TaskSaga>> FindLostWith(
        string worker, Guid after, int most, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TaskSaga>>(sagas.Values
            .Where(saga => saga.CorrelationId > after && TaskVerdict.LostWith(saga) == worker)
            .OrderBy(saga => saga.CorrelationId)
            .Take(most)
            .Select(saga => saga.Copy())
            .ToArray());

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListLostWith(string after, int most, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(sagas.Values
            .Select(TaskVerdict.LostWith)
            .OfType<string>()
            .Where(worker => string.CompareOrdinal(worker, after) > 0)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Take(most)
            .ToArray());

    /// <inheritdoc/>
    public Task<long> Expire(TaskExpiry expiry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(expiry);
        lock (gate)
        {
            var removed = 0L;
            foreach (var taskId in ended.TakeExpired(sagas, expiry, now))
                removed += sagas.TryRemove(taskId, out _) ? 1 : 0;

            return Task.FromResult(removed);
        }
    }

    private static RevokeTask RevocationOf(TaskSaga saga) => new()
    {
        TaskId = saga.CorrelationId,
        Mode = saga.RevokeMode,
        Time = saga.RevokeRequestedAt.GetValueOrDefault(),
        Reason = saga.RevokeReason,
    };

    private bool TrySave(TaskSaga saga)
    {
        var stored = sagas.GetValueOrDefault(saga.CorrelationId);
        if ((stored?.Version ?? 0) != saga.Version)
            return false;

        saga.Version++;
        sagas[saga.CorrelationId] = saga.Copy();
        ended.Note(saga, stored);

        return true;
    }

    private void ForgetOldest()
    {
        while (ended.TakeOldestOfTooMany(out var taskId))
        {
            // Not one that is open again.
            if (sagas.TryGetValue(taskId, out var saga) && saga.FinishedAt is not null)
                sagas.TryRemove(taskId, out _);
        }
    }
}
