using Messaging.Contracts;

namespace Messaging.StateMachines.Tests;

/// <summary>A store that cannot save some times.</summary>
internal sealed class FailingWorkerStore(IWorkerStore inner) : IWorkerStore
{
    /// <summary>How often it cannot yet.</summary>
    public int Failures { get; set; }

    /// <summary>How often it cannot list losses yet, for a reason that nobody has thought of.</summary>
    public int FailuresToList { get; set; }

    /// <summary>Called before it fails.</summary>
    public Action BeforeFailure { get; set; } = () => { };

    public Task Save(
        IReadOnlyCollection<WorkerHeartbeat> heartbeats, WorkerTimes times, CancellationToken cancellationToken)
    {
        if (Failures == 0)
            return inner.Save(heartbeats, times, cancellationToken);

        Failures--;
        BeforeFailure();
        throw new TaskStoreUnavailableException("Not now.", new TimeoutException());
    }

    public Task<IReadOnlyList<WorkerLoss>> FindLost(WorkerTimes times, CancellationToken cancellationToken) =>
        inner.FindLost(times, cancellationToken);

    public Task<IReadOnlyList<WorkerLoss>> ListLosses(CancellationToken cancellationToken)
    {
        if (FailuresToList == 0)
            return inner.ListLosses(cancellationToken);

        FailuresToList--;
        throw new InvalidDataException("A row that nobody can read.");
    }

    public Task Handle(WorkerLoss loss, Func<CancellationToken, Task> handle, CancellationToken cancellationToken) =>
        inner.Handle(loss, handle, cancellationToken);

    public Task<IReadOnlyList<WorkerStatus>> List(CancellationToken cancellationToken) => inner.List(cancellationToken);

    public Task Expire(TimeSpan after, CancellationToken cancellationToken) => inner.Expire(after, cancellationToken);
}
