namespace Messaging.Contracts;

/// <summary>A worker's answer to a <see cref="WorkerCommand"/>.</summary>
public sealed record WorkerReply
{
    /// <summary>Name of the worker.</summary>
    public required string Worker { get; init; }

    /// <summary>Why it has not done as it was asked; <c>null</c> if it has.</summary>
    public string? Error { get; init; }

    /// <summary>What it does; for <see cref="WorkerCommandKind.Stats"/>.</summary>
    public WorkerHeartbeat? Stats { get; init; }

    /// <summary>
    /// Tasks that it holds, at most 1,000; for <see cref="WorkerCommandKind.Active"/>,
    /// <see cref="WorkerCommandKind.Reserved"/> and <see cref="WorkerCommandKind.Scheduled"/>.
    /// </summary>
    public IReadOnlyList<WorkerTask>? Tasks { get; init; }

    /// <summary>What it knows to be revoked; for <see cref="WorkerCommandKind.Revoked"/>.</summary>
    public WorkerRevocations? Revoked { get; init; }

    /// <summary>Names of the tasks that it has consumers for; for <see cref="WorkerCommandKind.Registered"/>.</summary>
    public IReadOnlyList<string>? Registered { get; init; }

    /// <summary>Its queues; for <see cref="WorkerCommandKind.Queues"/> and whatever changes them.</summary>
    public IReadOnlyList<WorkerQueue>? Queues { get; init; }
}
