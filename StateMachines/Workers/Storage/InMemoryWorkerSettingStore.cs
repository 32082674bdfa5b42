using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>Keeps commands in this process's memory. Forgets with the process.</summary>
public sealed class InMemoryWorkerSettingStore : IWorkerSettingStore
{
    private readonly Dictionary<(string Worker, string Slot), WorkerCommand> kept = [];
    private readonly Dictionary<Guid, long> revisions = [];
    private readonly Queue<Guid> remembered = new();
    private readonly Lock gate = new();
    private long revision;

    /// <inheritdoc/>
    public Task<long> Put(Guid id, WorkerCommand command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        lock (gate)
        {
            if (revisions.TryGetValue(id, out var before))
                return Task.FromResult(before);

            revision++;
            revisions[id] = revision;
            remembered.Enqueue(id);
            if (remembered.Count > KeptCommands.MostRemembered)
                revisions.Remove(remembered.Dequeue());
            if (command.Kind == WorkerCommandKind.Forget)
                Forget(command);
            else
                Keep(command);

            return Task.FromResult(revision);
        }
    }

    /// <inheritdoc/>
    public Task<WorkerSettings> Get(string worker, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult(new WorkerSettings
            {
                Commands =
                [
                    .. kept.Where(command => IsFor(command.Key.Worker, worker))
                        .Select(command => command.Value)
                        .OrderBy(command => command.Revision),
                ],
                Revision = revision,
            });
        }
    }

    private void Keep(WorkerCommand command)
    {
        foreach (var (worker, one) in KeptCommands.Each(command))
        {
            var place = (worker, KeptCommands.Slot(one));
            kept[place] = KeptCommands.Over(one, kept.GetValueOrDefault(place)) with { Revision = revision };
        }
    }

    private void Forget(WorkerCommand command)
    {
        var slot = KeptCommands.Slot(command);
        foreach (var place in kept.Keys.Where(place => string.Equals(place.Slot, slot, StringComparison.Ordinal)
            && command.Workers?.Contains(place.Worker, StringComparer.Ordinal) != false))
        {
            kept.Remove(place);
        }
    }

    private static bool IsFor(string name, string worker) =>
        name is KeptCommands.AllWorkers || string.Equals(name, worker, StringComparison.Ordinal);
}
