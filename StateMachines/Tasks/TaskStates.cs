using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>The states by what they have in common.</summary>
internal static class TaskStates
{
    /// <summary>Not ended: such a task has no <see cref="TaskSaga.FinishedAt"/>.</summary>
    public static IReadOnlyList<TaskState> Open { get; } =
        [TaskState.Pending, TaskState.Scheduled, TaskState.Received, TaskState.Started, TaskState.Retrying];

    /// <summary>
    /// Such a task always has a <see cref="TaskSaga.Error"/>. A revoked one has it only if a reason was given.
    /// </summary>
    public static IReadOnlyList<TaskState> WithError { get; } =
        [TaskState.Retrying, TaskState.Failed, TaskState.Expired, TaskState.Rejected];
}
