namespace Messaging.Contracts;

/// <summary>The commands that are kept for a worker.</summary>
public sealed record WorkerSettings
{
    /// <summary>Those for all workers first, then those for this one; each kind in the order of their making.</summary>
    public required IReadOnlyList<WorkerCommand> Commands { get; init; }

    /// <summary>Number of the latest change of all, for whichever worker; 0 if there was none.</summary>
    public required long Revision { get; init; }
}
