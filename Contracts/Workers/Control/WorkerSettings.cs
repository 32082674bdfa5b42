namespace Messaging.Contracts;

/// <summary>The commands that are kept for a worker.</summary>
public sealed record WorkerSettings
{
    /// <summary>
    /// The commands, those for all workers and those for this one, in the order of their making: the last one of a kind
    /// counts. Growth and shrinkage of the pool are one command each for all workers and for this one, which add up.
    /// </summary>
    public required IReadOnlyList<WorkerCommand> Commands { get; init; }

    /// <summary>
    /// Number of the latest change of any worker's settings that this takes into account. What a worker was told up to it,
    /// and is not among the commands, is kept no more.
    /// </summary>
    public required long Revision { get; init; }
}
