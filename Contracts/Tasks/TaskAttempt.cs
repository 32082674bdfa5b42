using System.Text.Json.Serialization;

namespace Messaging.Contracts;

/// <summary>
/// One run of a task by one worker. A task whose worker was lost runs again under the same number, so two runs may
/// share it.
/// </summary>
public sealed record TaskAttempt
{
    /// <summary>Number of the attempt, 1-based.</summary>
    public required int Number { get; init; }

    /// <summary>Name of the worker.</summary>
    public required string Worker { get; init; }

    /// <summary>Queue that the message came from.</summary>
    public required string Queue { get; init; }

    /// <summary>When the worker received the message.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When the consumer was called; <c>null</c> if it was not.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>
    /// When the attempt ended, or was put back; <c>null</c> while it runs, and for good if its worker was lost.
    /// </summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>
    /// A final state, or <see cref="TaskState.Retrying"/> when it failed and another attempt follows; <c>null</c> while it
    /// runs, if its worker was lost, and if the message was put back.
    /// </summary>
    public TaskState? Outcome { get; init; }

    /// <summary>Why it did not succeed.</summary>
    public TaskError? Error { get; init; }

    /// <summary>
    /// Whether the task fails, and does not run again, if the worker is lost while it runs. Default <c>false</c>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool FailsIfLost { get; init; }

    /// <summary>When the next attempt is due, for <see cref="TaskState.Retrying"/>.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }
}
