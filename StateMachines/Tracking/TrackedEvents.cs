using MassTransit;
using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>Says which event of the state machine each message is.</summary>
internal static class TrackedEvents
{
    public static TrackedEvent Of(ConsumeContext context, TaskEvent taskEvent) => taskEvent switch
    {
        TaskSubmitted submitted => New(context, submitted, machine => machine.OnSubmitted),
        TaskScheduled scheduled => New(context, scheduled, machine => machine.OnScheduled),
        TaskReceived received => New(context, received, machine => machine.OnReceived),
        TaskStarted started => New(context, started, machine => machine.OnStarted),
        TaskProgressed progressed => New(context, progressed, machine => machine.OnProgressed),
        TaskStateSet set => New(context, set, machine => machine.OnStateSet),
        TaskRetrying retrying => New(context, retrying, machine => machine.OnRetrying),
        TaskSucceeded succeeded => New(context, succeeded, machine => machine.OnSucceeded),
        TaskFailed failed => New(context, failed, machine => machine.OnFailed),
        TaskRevoked revoked => New(context, revoked, machine => machine.OnRevoked),
        TaskExpired expired => New(context, expired, machine => machine.OnExpired),
        TaskRejected rejected => New(context, rejected, machine => machine.OnRejected),
        TaskPutBack back => New(context, back, machine => machine.OnPutBack),
        TaskIgnored ignored => New(context, ignored, machine => machine.OnIgnored),
        TaskReplayed replayed => New(context, replayed, machine => machine.OnReplayed),
        _ => throw new NotSupportedException(
            $"This tracker does not know the event {taskEvent.GetType().FullName}. Is a worker newer than it?"),
    };

    public static TrackedEvent Of(ConsumeContext context, RevokeTask revocation) => new TrackedEvent<RevokeTask>(
        revocation.TaskId, context, revocation, machine => machine.OnRevokeRequested);

    public static TrackedEvent Of(ConsumeContext<WaitForTask> context) => new TrackedEvent<WaitForTask>(
        context.Message.TaskId, context, context.Message, machine => machine.OnWaitRequested);

    private static TrackedEvent<TEvent> New<TEvent>(
        ConsumeContext context, TEvent taskEvent, Func<TaskStateMachine, Event<TEvent>> on)
        where TEvent : TaskEvent =>
        new(taskEvent.TaskId, context, taskEvent, on);
}
