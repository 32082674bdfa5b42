namespace Messaging.Contracts;

/// <summary>A task in a list. <see cref="TaskStatus"/> tells all of it.</summary>
public sealed record TaskSummary
{
    /// <summary>The task's id.</summary>
    public required Guid TaskId { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required TaskState State { get; init; }

    /// <summary>The task's name; <c>null</c> while unknown.</summary>
    public string? Name { get; init; }

    /// <summary>Queue that it was sent to or last received from.</summary>
    public string? Queue { get; init; }

    /// <summary>Worker of the latest attempt.</summary>
    public string? Worker { get; init; }

    /// <summary>Number of the latest attempt, or of the one that a replay asks for; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>When it was sent; <c>null</c> for a task whose sender knows only MassTransit.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>Time before which it must not run.</summary>
    public DateTimeOffset? Eta { get; init; }

    /// <summary>When the latest attempt started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it reached its final state.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Root of its tree of tasks.</summary>
    public Guid? RootId { get; init; }

    /// <summary>The task that sent it.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>
    /// Why it did not succeed, or why the last attempt did not: without stack trace, the message cut at 1,000 characters.
    /// </summary>
    public TaskError? Error { get; init; }

    /// <summary>
    /// The beginning of the task's message as JSON text, cut at <see cref="ListTasks.PreviewLength"/>; <c>null</c> if
    /// that is 0.
    /// </summary>
    public string? Arguments { get; init; }

    /// <summary>The beginning of the result, likewise.</summary>
    public string? Result { get; init; }
}
