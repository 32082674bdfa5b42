using System.Collections.Concurrent;
using Messaging.StateMachines;

namespace Messaging.EndToEnd.Tests.Workers;

/// <summary>Remembers the losses that it is told of.</summary>
internal sealed class RecordedLosses : IWorkerLoss
{
    private readonly ConcurrentQueue<string> workers = new();

    public IReadOnlyList<string> All => [.. workers];

    public Task Lost(string worker, DateTimeOffset since, CancellationToken cancellationToken)
    {
        workers.Enqueue(worker);
        return Task.CompletedTask;
    }
}
