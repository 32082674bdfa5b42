namespace Messaging.StateMachines;

/// <summary>
/// Tasks that a tracker has written lately and that have not ended: their next event needs no load. Should another
/// tracker have written one meanwhile, the version tells so when it is saved. A task is taken out while it is worked on,
/// and put back once it is committed as it is here.
/// </summary>
internal sealed class SagaCache
{
    /// <summary>Two generations of so many; when the young one is full, the old one is forgotten.</summary>
    private const int Generation = 5_000;

    /// <summary>Tasks with more text than that are not kept, so that what is kept stays small.</summary>
    private const int MostText = 2_048;

    private const int MostWaiters = 8;

    private Dictionary<Guid, TaskSaga> young = new();
    private Dictionary<Guid, TaskSaga> old = new();

    public TaskSaga? Take(Guid taskId) =>
        young.Remove(taskId, out var saga) || old.Remove(taskId, out saga) ? saga : null;

    public void Put(TaskSaga saga)
    {
        if (saga.FinishedAt is not null || saga.Attempts.Count > 1 || saga.Waiters.Count > MostWaiters
            || TextOf(saga) > MostText)
        {
            return;
        }

        if (young.Count >= Generation)
            (old, young) = (young, new Dictionary<Guid, TaskSaga>(Generation));
        young[saga.CorrelationId] = saga;
    }

    private static int TextOf(TaskSaga saga) =>
        (saga.Arguments?.Length ?? 0) + (saga.CustomStateMeta?.Length ?? 0) + (saga.Progress?.Message?.Length ?? 0)
        + (saga.Error?.Message.Length ?? 0);
}
