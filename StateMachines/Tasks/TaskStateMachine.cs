using MassTransit;
using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// The life of a task. Every event is taken in every state: it adds what it knows to the saga, and the state that
/// follows from all that is known is entered. Events may therefore come in any order and any number of times.
/// </summary>
public sealed class TaskStateMachine : MassTransitStateMachine<TaskSaga>
{
    private readonly Dictionary<TaskState, string> states;

    /// <summary>Makes the machine.</summary>
    public TaskStateMachine()
    {
        InstanceState(saga => saga.CurrentState);

        states = new Dictionary<TaskState, string>
        {
            [TaskState.Unknown] = Initial.Name,
            [TaskState.Pending] = Pending.Name,
            [TaskState.Scheduled] = Scheduled.Name,
            [TaskState.Received] = Received.Name,
            [TaskState.Started] = Started.Name,
            [TaskState.Retrying] = Retrying.Name,
            [TaskState.Succeeded] = Succeeded.Name,
            [TaskState.Failed] = Failed.Name,
            [TaskState.Revoked] = Revoked.Name,
            [TaskState.Expired] = Expired.Name,
            [TaskState.Rejected] = Rejected.Name,
            [TaskState.Ignored] = Ignored.Name,
        };

        Event(() => OnSubmitted, e => e.CorrelateById(context => context.Message.TaskId));
        Event(() => OnScheduled, e => e.CorrelateById(context => context.Message.TaskId));
        Event(() => OnReceived, e => e.CorrelateById(context => context.Message.TaskId));
        Event(() => OnStarted, e => e.CorrelateById(context => context.Message.TaskId));
        Event(() => OnProgressed, e => e.CorrelateById(context => context.Message.TaskId));
        Event(() => OnStateSet, e => e.CorrelateById(context => context.Message.TaskId));
        Event(() => OnRetrying, e => e.CorrelateById(context => context.Message.TaskId));
        Event(() => OnSucceeded, e => e.CorrelateById(context => context.Message.TaskId));
        Event(() => OnFailed, e => e.CorrelateById(context => context.Message.TaskId));
        Event(() => OnRevoked, e => e.CorrelateById(context => context.Message.TaskId));
        Event(() => OnExpired, e => e.CorrelateById(context => context.Message.TaskId));
        Event(() => OnRejected, e => e.CorrelateById(context => context.Message.TaskId));
        Event(() => OnPutBack, e => e.CorrelateById(context => context.Message.TaskId));
        Event(() => OnIgnored, e => e.CorrelateById(context => context.Message.TaskId));
        Event(() => OnReplayed, e => e.CorrelateById(context => context.Message.TaskId));
        Event(() => OnRevokeRequested, e => e.CorrelateById(context => context.Message.TaskId));
        Event(() => OnWaitRequested, e => e.CorrelateById(context => context.Message.TaskId));

        Take(OnSubmitted, TaskHistory.Add);
        Take(OnScheduled, TaskHistory.Add);
        Take(OnReceived, TaskHistory.Add);
        Take(OnStarted, TaskHistory.Add);
        Take(OnProgressed, TaskHistory.Add);
        Take(OnStateSet, TaskHistory.Add);
        Take(OnRetrying, TaskHistory.Add);
        Take(OnSucceeded, TaskHistory.Add);
        Take(OnFailed, TaskHistory.Add);
        Take(OnRevoked, TaskHistory.Add);
        Take(OnExpired, TaskHistory.Add);
        Take(OnRejected, TaskHistory.Add);
        Take(OnPutBack, TaskHistory.Add);
        Take(OnIgnored, TaskHistory.Add);
        Take(OnReplayed, TaskHistory.Add);
        Take(OnRevokeRequested, TaskHistory.Add);
        TakeWaiters();
    }

    /// <summary>Sent, and not yet seen by a worker.</summary>
    public State Pending { get; private set; } = null!;

    /// <summary>Waits for its time.</summary>
    public State Scheduled { get; private set; } = null!;

    /// <summary>A worker holds the message.</summary>
    public State Received { get; private set; } = null!;

    /// <summary>A worker runs it.</summary>
    public State Started { get; private set; } = null!;

    /// <summary>An attempt failed and another one follows.</summary>
    public State Retrying { get; private set; } = null!;

    /// <summary>Ended well.</summary>
    public State Succeeded { get; private set; } = null!;

    /// <summary>Ended with an error.</summary>
    public State Failed { get; private set; } = null!;

    /// <summary>Called off.</summary>
    public State Revoked { get; private set; } = null!;

    /// <summary>Too late to be started.</summary>
    public State Expired { get; private set; } = null!;

    /// <summary>No worker could take it, or it refused itself.</summary>
    public State Rejected { get; private set; } = null!;

    /// <summary>Ended without an outcome.</summary>
    public State Ignored { get; private set; } = null!;

    /// <summary>A producer sent the task.</summary>
    public Event<TaskSubmitted> OnSubmitted { get; private set; } = null!;

    /// <summary>The scheduler keeps it.</summary>
    public Event<TaskScheduled> OnScheduled { get; private set; } = null!;

    /// <summary>A worker has received it.</summary>
    public Event<TaskReceived> OnReceived { get; private set; } = null!;

    /// <summary>A worker calls its consumer.</summary>
    public Event<TaskStarted> OnStarted { get; private set; } = null!;

    /// <summary>It has told how far it has come.</summary>
    public Event<TaskProgressed> OnProgressed { get; private set; } = null!;

    /// <summary>It has given itself a state of its own.</summary>
    public Event<TaskStateSet> OnStateSet { get; private set; } = null!;

    /// <summary>An attempt failed and another one follows.</summary>
    public Event<TaskRetrying> OnRetrying { get; private set; } = null!;

    /// <summary>It ended well.</summary>
    public Event<TaskSucceeded> OnSucceeded { get; private set; } = null!;

    /// <summary>It failed.</summary>
    public Event<TaskFailed> OnFailed { get; private set; } = null!;

    /// <summary>A worker dropped it, revoked.</summary>
    public Event<TaskRevoked> OnRevoked { get; private set; } = null!;

    /// <summary>A worker dropped it, too late.</summary>
    public Event<TaskExpired> OnExpired { get; private set; } = null!;

    /// <summary>A worker could not take it, or it refused itself.</summary>
    public Event<TaskRejected> OnRejected { get; private set; } = null!;

    /// <summary>A worker put it back.</summary>
    public Event<TaskPutBack> OnPutBack { get; private set; } = null!;

    /// <summary>It ended without an outcome.</summary>
    public Event<TaskIgnored> OnIgnored { get; private set; } = null!;

    /// <summary>Its message was sent again from the dead letters.</summary>
    public Event<TaskReplayed> OnReplayed { get; private set; } = null!;

    /// <summary>Somebody wants it called off.</summary>
    public Event<RevokeTask> OnRevokeRequested { get; private set; } = null!;

    /// <summary>Somebody waits for its end.</summary>
    public Event<WaitForTask> OnWaitRequested { get; private set; } = null!;

    /// <summary>Takes a failure that no message tells, as if one had.</summary>
    internal void TakeWithoutMessage(TaskSaga saga, TaskFailed failed)
    {
        TaskHistory.Add(saga, failed);
        EnterWhatFollows(saga);
    }

    /// <summary>
    /// Set and not transitioned to: nothing here listens to states being left and entered, and raising those events
    /// would cost more than all the rest.
    /// </summary>
    internal void EnterWhatFollows(TaskSaga saga) => saga.CurrentState = states[TaskVerdict.StateOf(saga)];

    private void Take<TEvent>(Event<TEvent> taken, Action<TaskSaga, TEvent> add)
        where TEvent : class =>
        InEveryState(taken, context => add(context.Saga, context.Message));

    private void TakeWaiters() => InEveryState(OnWaitRequested, context =>
    {
        if (context is { RequestId: { } requestId, ResponseAddress: { } address })
        {
            TaskHistory.Add(
                context.Saga,
                new TaskWaiter { RequestId = requestId, Address = address, Until = context.Message.Until });
        }
    });

    private void InEveryState<TEvent>(Event<TEvent> taken, Action<BehaviorContext<TaskSaga, TEvent>> add)
        where TEvent : class
    {
        void AddAndEnterWhatFollows(BehaviorContext<TaskSaga, TEvent> context)
        {
            add(context);
            EnterWhatFollows(context.Saga);
        }

        Initially(When(taken).Then(AddAndEnterWhatFollows));
        DuringAny(When(taken).Then(AddAndEnterWhatFollows));
    }
}
