namespace Messaging.Contracts;

/// <summary>
/// Asks workers to tell or to do something. Published; each worker that is meant answers by <see cref="WorkerReply"/>.
/// </summary>
public sealed record WorkerCommand
{
    /// <summary>What to do.</summary>
    public required WorkerCommandKind Kind { get; init; }

    /// <summary>Names of the workers that are meant; <c>null</c> for all.</summary>
    public IReadOnlyList<string>? Workers { get; init; }

    /// <summary>
    /// Which setting is kept no more; for <see cref="WorkerCommandKind.Forget"/>, along with the queue or the task that it
    /// is of.
    /// </summary>
    public WorkerCommandKind? Forgotten { get; init; }

    /// <summary>Name of a queue, with its prefix.</summary>
    public string? Queue { get; init; }

    /// <summary>Name of a task.</summary>
    public string? TaskName { get; init; }

    /// <summary>A rate, for example <c>10/s</c>; <c>null</c> for no limit.</summary>
    public string? Rate { get; init; }

    /// <summary>Soft time limit; <c>null</c> for none.</summary>
    public TimeSpan? SoftTimeLimit { get; init; }

    /// <summary>Hard time limit; <c>null</c> for none.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>A number of tasks; of a limit <c>null</c> or 0 for none.</summary>
    public int? Count { get; init; }

    /// <summary>Least number of tasks at the same time.</summary>
    public int? Least { get; init; }

    /// <summary>Largest number of tasks at the same time; <c>null</c> to scale no more.</summary>
    public int? Most { get; init; }

    /// <summary>
    /// Number of the change that the trackers have kept it as; <c>null</c> if they have not. Later changes have larger
    /// numbers.
    /// </summary>
    public long? Revision { get; init; }
}
