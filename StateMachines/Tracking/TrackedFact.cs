using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>What this tracker itself has done to a task: no message has come in that tells of it.</summary>
internal abstract class TrackedFact(TaskEvent fact) : TrackedEvent(fact.TaskId)
{
    public override object Message => fact;

    public override Task Raise(TaskStateMachine machine, TaskSaga saga)
    {
        AddTo(saga);
        machine.EnterWhatFollows(saga);
        return Task.CompletedTask;
    }

    protected abstract void AddTo(TaskSaga saga);
}

/// <summary>Its message was sent again.</summary>
internal sealed class TrackedReplay(TaskReplayed replayed) : TrackedFact(replayed)
{
    protected override void AddTo(TaskSaga saga) => TaskHistory.Add(saga, replayed);
}

/// <summary>It was called off.</summary>
internal sealed class TrackedRevocation(TaskRevoked revoked) : TrackedFact(revoked)
{
    protected override void AddTo(TaskSaga saga) => TaskHistory.Add(saga, revoked);
}
