namespace Messaging.Contracts;

/// <summary>
/// Asks for leases of one concurrency limit, keeps those that the worker has, and gives others back. A lease stands for
/// one run of a task; its id is made by the worker.
/// </summary>
public sealed record LeaseDemand
{
    /// <summary>The limit: the task's name.</summary>
    public required string Limit { get; init; }

    /// <summary>What the limit counts apart by; empty for a limit without a key.</summary>
    public required string Key { get; init; }

    /// <summary>Runs allowed at the same time; one or more. The latest demand's is in force.</summary>
    public required int Most { get; init; }

    /// <summary>Leases of runs that go on.</summary>
    public IReadOnlyList<Guid> Held { get; init; } = [];

    /// <summary>Leases that are waited for, longest first.</summary>
    public IReadOnlyList<Guid> Waiting { get; init; } = [];

    /// <summary>Leases that are no longer needed, had or waited for.</summary>
    public IReadOnlyList<Guid> Released { get; init; } = [];
}
