using Messaging.Contracts;

namespace Messaging.TestHarness;

/// <summary>An attempt of a task that has ended at the worker.</summary>
/// <typeparam name="TTask">The task's contract.</typeparam>
public sealed record RanTask<TTask>
{
    /// <summary>The task's id.</summary>
    public required Guid TaskId { get; init; }

    /// <summary>The task itself.</summary>
    public required TTask Task { get; init; }

    /// <summary>Number of the attempt, 1 for the first.</summary>
    public required int Attempt { get; init; }

    /// <summary>How it ended: a final state, or <see cref="TaskState.Retrying"/> if another attempt follows.</summary>
    public required TaskState Outcome { get; init; }

    /// <summary>The result as JSON text; <c>null</c> without one.</summary>
    public string? Result { get; init; }

    /// <summary>What the attempt has thrown, as it was thrown; <c>null</c> if it has not failed.</summary>
    public Exception? Exception { get; init; }
}
