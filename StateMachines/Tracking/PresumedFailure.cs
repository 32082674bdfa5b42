using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>A failure that no message tells: the tracker itself has found it out.</summary>
internal sealed class PresumedFailure(TaskFailed failed) : TrackedEvent(failed.TaskId)
{
    public override object? Message => failed;

    public override Task Raise(TaskStateMachine machine, TaskSaga saga)
    {
        machine.TakeWithoutMessage(saga, failed);
        return Task.CompletedTask;
    }
}
