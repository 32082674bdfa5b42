using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>Asks the trackers which workers there are.</summary>
internal sealed class WorkerDirectory(TrackerQueries queries) : IWorkers
{
    public async Task<IReadOnlyList<WorkerStatus>> List(
        WorkerState? state = null, CancellationToken cancellationToken = default) =>
        (await queries.Ask<ListWorkers, WorkerList>(new ListWorkers { State = state }, cancellationToken)).Workers;

    public async Task<WorkerStatus> Get(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        var all = await List(state: null, cancellationToken);
        return all.FirstOrDefault(worker => string.Equals(worker.Heartbeat.Worker, name, StringComparison.Ordinal))
            ?? throw new WorkerNotFoundException(name, [.. all.Select(worker => worker.Heartbeat.Worker)]);
    }
}
