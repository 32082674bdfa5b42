using System.Collections.Concurrent;
using Messaging.Contracts;
using Messaging.StateMachines;

namespace Messaging.EndToEnd.Tests.Workers;

/// <summary>Remembers the losses that it is told of.</summary>
internal sealed class RecordedLosses : IWorkerLoss
{
    private readonly ConcurrentQueue<WorkerLoss> losses = new();

    public IReadOnlyList<WorkerLoss> All => [.. losses];

    public Task Lost(WorkerLoss loss, CancellationToken cancellationToken)
    {
        losses.Enqueue(loss);
        return Task.CompletedTask;
    }

    public Task LookAgain(
        IReadOnlyList<WorkerStatus> workers, TimeSpan age, CancellationToken cancellationToken) => Task.CompletedTask;
}
