using MassTransit;
using MassTransit.Context;
using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>One event on its way into the state machine.</summary>
internal abstract class TrackedEvent(Guid taskId)
{
    public Guid TaskId => taskId;

    /// <summary>Whether it is the one that most tasks begin with.</summary>
    public bool IsSubmission => Message is TaskSubmitted;

    /// <summary>What came in.</summary>
    public virtual object? Message => null;

    /// <summary>Raises it on a saga, in memory.</summary>
    public abstract Task Raise(TaskStateMachine machine, TaskSaga saga);
}

/// <inheritdoc/>
internal sealed class TrackedEvent<TEvent>(
    Guid taskId, ConsumeContext context, TEvent message, Func<TaskStateMachine, Event<TEvent>> on)
    : TrackedEvent(taskId)
    where TEvent : class
{
    public override object? Message => message;

    public override Task Raise(TaskStateMachine machine, TaskSaga saga)
    {
        var consumed = context as ConsumeContext<TEvent> ?? new MessageConsumeContext<TEvent>(context, message);
        var consumedBySaga = new DefaultSagaConsumeContext<TaskSaga, TEvent>(consumed, saga);
        var behavior = new MassTransitStateMachine<TaskSaga>.BehaviorContextProxy<TEvent>(
            machine, consumedBySaga, consumedBySaga, on(machine));

        return ((StateMachine<TaskSaga>)machine).RaiseEvent(behavior);
    }
}
