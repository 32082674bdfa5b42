using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>The states by what they have in common.</summary>
internal static class TaskStates
{
    /// <summary>Not ended: such a task has no <see cref="TaskSaga.FinishedAt"/>.</summary>
    public static IReadOnlyList<TaskState> Open { get; } =
        [TaskState.Pending, TaskState.Scheduled, TaskState.Received, TaskState.Started, TaskState.Retrying];

    /// <summary>Ended, and not well.</summary>
    public static IReadOnlyList<TaskState> Unsuccessful { get; } =
        [TaskState.Failed, TaskState.Revoked, TaskState.Expired, TaskState.Rejected];
}
