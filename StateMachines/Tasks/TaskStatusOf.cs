using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>Shows a saga to those who ask.</summary>
internal static class TaskStatusOf
{
    public static TaskStatus Saga(TaskSaga saga) => new()
    {
        TaskId = saga.CorrelationId,
        State = TaskVerdict.StateOf(saga),
        Name = saga.Name,
        Queue = saga.Queue,
        Worker = saga.Worker,
        Attempt = saga.Attempt,
        SubmittedAt = saga.SubmittedAt,
        Eta = saga.Eta,
        Expires = saga.Expires,
        StartedAt = saga.StartedAt,
        FinishedAt = saga.FinishedAt,
        RevokeRequestedAt = saga.RevokeRequestedAt,
        ReplayedAt = saga.ReplayedAt,
        RootId = saga.RootId,
        ParentId = saga.ParentId,
        Arguments = saga.Arguments,
        Result = saga.Result,
        Error = saga.Error,
        Progress = saga.Progress,
        CustomState = saga.CustomState,
        CustomStateMeta = saga.CustomStateMeta,
        Attempts = saga.Attempts,
    };

    public static TaskStatus Unknown(Guid taskId) => new() { TaskId = taskId, State = TaskState.Unknown };
}
