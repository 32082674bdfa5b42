namespace Messaging.StateMachines;

/// <summary>
/// Brings one batch of events into the store: one load, the events raised on the state machine in memory, one save,
/// answers to those who wait for tasks that have ended, changes of state published. Sagas that another tracker wrote
/// meanwhile are loaded again and get their events again; only those.
/// </summary>
internal sealed class BatchCommit(
    ITaskStore store, StoreAvailability availability, TaskStateMachine machine, WaiterReplies replies,
    StatePublisher? publisher)
{
    /// <summary>
    /// Every race that is lost, another tracker has won; so this ends. After some, it is made less likely.
    /// </summary>
    private const int MostRacesAtOnce = 3;

    private readonly SagaCache cache = new();

    public async Task Commit(IEnumerable<TrackedEvent> events, CancellationToken cancellationToken)
    {
        var left = Group(events);
        for (var races = 0; left.Count > 0; races++)
        {
            if (races > MostRacesAtOnce)
                await Task.Delay(Random.Shared.Next(1, 50), cancellationToken);

            var remembered = new HashSet<Guid>();
            var sagas = await Fetch(left, isFirstTry: races == 0, remembered, cancellationToken);
            await Apply(left, sagas);

            var lost = await Save(sagas, cancellationToken);
            var committed = lost.Count == 0 ? sagas : sagas.FindAll(saga => !lost.Contains(saga.CorrelationId));

            // What is remembered and was not saved may have gone on at another tracker, which then has published that.
            bool IsCurrent(TaskSaga saga) =>
                saga.Changed != TaskSagaParts.None || !remembered.Contains(saga.CorrelationId);

            await replies.Answer(committed, cancellationToken);
            if (publisher is not null)
                await publisher.Publish(committed.Where(IsCurrent), left, cancellationToken);
            foreach (var saga in committed)
            {
                cache.Put(saga);
                left.Remove(saga.CorrelationId);
            }
        }
    }

    private static Dictionary<Guid, List<TrackedEvent>> Group(IEnumerable<TrackedEvent> events)
    {
        var tasks = new Dictionary<Guid, List<TrackedEvent>>();
        foreach (var tracked in events)
        {
            if (!tasks.TryGetValue(tracked.TaskId, out var ofTask))
                tasks.Add(tracked.TaskId, ofTask = new List<TrackedEvent>(2));
            ofTask.Add(tracked);
        }

        return tasks;
    }

    /// <summary>
    /// A task that is just being submitted is most likely new, so the first try does without a load. If it is known
    /// after all, saving it fails.
    /// </summary>
    private async Task<List<TaskSaga>> Fetch(
        Dictionary<Guid, List<TrackedEvent>> events,
        bool isFirstTry,
        HashSet<Guid> remembered,
        CancellationToken cancellationToken)
    {
        var sagas = new List<TaskSaga>(events.Count);
        var unknown = new HashSet<Guid>();
        foreach (var (taskId, ofTask) in events)
        {
            if (isFirstTry && cache.Take(taskId) is { } known)
            {
                sagas.Add(known);
                remembered.Add(taskId);
            }
            else if (isFirstTry && ofTask.Exists(tracked => tracked.IsSubmission))
            {
                sagas.Add(new TaskSaga { CorrelationId = taskId });
            }
            else
            {
                unknown.Add(taskId);
            }
        }

        if (unknown.Count == 0)
            return sagas;

        foreach (var loaded in await availability.Use(token => store.Load(unknown, token), cancellationToken))
        {
            sagas.Add(loaded);
            unknown.Remove(loaded.CorrelationId);
        }

        sagas.AddRange(unknown.Select(taskId => new TaskSaga { CorrelationId = taskId }));
        return sagas;
    }

    private async Task Apply(Dictionary<Guid, List<TrackedEvent>> events, List<TaskSaga> sagas)
    {
        foreach (var saga in sagas)
        {
            saga.Changed = TaskSagaParts.None;
            foreach (var tracked in events[saga.CorrelationId])
                await tracked.Raise(machine, saga);
        }
    }

    private async Task<IReadOnlySet<Guid>> Save(List<TaskSaga> sagas, CancellationToken cancellationToken)
    {
        var changed = sagas.FindAll(saga => saga.Changed != TaskSagaParts.None);
        return changed.Count == 0
            ? new HashSet<Guid>()
            : await availability.Use(token => store.Save(changed, token), cancellationToken);
    }
}
