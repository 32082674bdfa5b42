using System.Collections.Concurrent;
using Messaging.StateMachines;

namespace Messaging.EndToEnd.Tests.Workers;

/// <summary>Remembers the losses that it is told of.</summary>
internal sealed class RecordedLosses : IWorkerLoss
{
    private readonly ConcurrentQueue<string> workers = new();

    public IReadOnlyList<string> All => [.. workers];

    public Task Lost(WorkerLoss loss, CancellationToken cancellationToken)
    {
        workers.Enqueue(loss.Worker);
        return Task.CompletedTask;
    }
}
