using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>Tasks that a store has found.</summary>
public sealed record FoundTasks
{
    /// <summary>
    /// The tasks, newest first. A store may stop searching before it has as many as were asked for, and say where in
    /// <see cref="GoOnBefore"/>.
    /// </summary>
    public required IReadOnlyList<TaskSummary> Tasks { get; init; }

    /// <summary>
    /// More may be found among the smaller ids. <c>null</c>: there is nothing more, for certain.
    /// </summary>
    public required Guid? GoOnBefore { get; init; }
}
