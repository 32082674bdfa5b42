using MassTransit;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// One delivery of a task on its way through the pipeline: what it is, how far it has come, and how it ended. Travels
/// as a payload of the consume context; the filters talk to each other through it.
/// </summary>
internal sealed class TaskExecution : AttemptedTask
{
    private readonly TimeProvider clock;
    private bool hasEnded;
    private bool isConsuming;
    private ChildProcess? child;

    public TaskExecution(
        ConsumeContext context, string name, string queue, string worker, TaskPolicy policy, TimeProvider clock)
        : base(context, name, queue, worker, policy, clock)
    {
        this.clock = clock;
        Report = new RunReport(this);
        if (policy.Acknowledge == AcknowledgeMode.AtMostOnce && context.TryGetPayload<Detachment>(out var detachment))
            Detachment = detachment;
        ConfirmsStart = FailsIfLost;
    }

    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>How the run is cut off from its message; <c>null</c> if it is not.</summary>
    public Detachment? Detachment { get; }

    /// <summary>Whether the message is settled while the task runs: it cannot be put back.</summary>
    public bool IsSettled => Detachment is { IsSettled: true };

    /// <summary>Whether the broker must know that the task starts before it does.</summary>
    public bool ConfirmsStart { get; set; }

    /// <summary>
    /// Set by a filter that finds that there is nothing left to be done with this delivery, and all has been told: the task
    /// has ended before, or is with the scheduler, to come again.
    /// </summary>
    public bool IsOver { get; set; }

    /// <summary>
    /// Whether the trackers were told that a worker has the task. Of one that may have to wait for a limit they are told
    /// when it starts, since it may go back to the scheduler before that.
    /// </summary>
    public bool IsReceiptTold { get; set; }

    /// <summary>Tells how far the attempt has come.</summary>
    public RunReport Report { get; private set; }

    /// <summary>Set when the task ends without result or failure: dropped before it ran, broken off, ignored.</summary>
    public TaskState Dropped { get; set; }

    /// <summary>Set when the next attempt is with the scheduler: what to tell of the one that ended.</summary>
    public TaskRetrying? Postponed { get; set; }

    /// <summary>The rate limit of this worker whose turn the task has.</summary>
    public WorkerRate? Turn { get; set; }

    /// <summary>The task's turn under a rate limit over all workers.</summary>
    public ClusterTurn? ClusterTurn { get; set; }

    /// <summary>The state that the task gave itself last.</summary>
    public TaskStateSet? LastState { get; set; }

    /// <summary>Those who watch the task; <c>null</c> if nobody does.</summary>
    public TaskObservation? Observation { get; set; }

    /// <summary>The result as JSON.</summary>
    public string? Result { get; set; }

    /// <summary>Whether an attempt has been started and has not ended.</summary>
    public bool IsRunning => StartedAt is not null && !hasEnded;

    /// <summary>Whether it is known how the task has ended.</summary>
    public bool HasEnded => hasEnded;

    /// <summary>Until when it is held, for its time or its next attempt; a time that has passed says nothing.</summary>
    public DateTimeOffset? HeldUntil { get; set; }

    /// <summary>Links of <see cref="WorkerTasks"/>, and nobody else's.</summary>
    public TaskExecution? Next { get; set; }

    /// <inheritdoc cref="Next"/>
    public TaskExecution? Previous { get; set; }

    /// <summary>What the consumer threw, which MassTransit does not always pass on as it is.</summary>
    public Exception? Thrown { get; set; }

    /// <summary>The child process that runs it, in the pool <see cref="PoolKind.Processes"/>.</summary>
    public ChildProcess? Child
    {
        get => Volatile.Read(ref child);
        set => Interlocked.Exchange(ref child, value);
    }

    /// <summary>When progress was last told, so that it is not told too often.</summary>
    public long LastProgress { get; set; }

    /// <summary>The time of the start is one for all events that tell it, or they would disagree.</summary>
    public DateTimeOffset Start()
    {
        var now = clock.GetUtcNow();
        StartedAt = now;
        return now;
    }

    /// <summary>Whether the consumer has been called and has not returned.</summary>
    public bool IsConsuming => Volatile.Read(ref isConsuming);

    /// <summary>Calls the consumer, and remembers what it throws.</summary>
    public async Task Watch(Func<Task> consume)
    {
        Volatile.Write(ref isConsuming, true);
        try
        {
            await consume();
        }
        catch (Exception exception)
        {
            Thrown = exception;
            throw;
        }
        finally
        {
            Volatile.Write(ref isConsuming, false);
        }
    }

    /// <summary>Lets go of a child process; whether it was still this task's.</summary>
    public bool TryRelease(ChildProcess held) => Interlocked.CompareExchange(ref child, null, held) == held;

    public override void NextAttempt(bool isSnooze)
    {
        base.NextAttempt(isSnooze);
        StartedAt = null;
        Thrown = null;
        Report = new RunReport(this);
    }

    public override void Resume(int attempt, int snoozes)
    {
        base.Resume(attempt, snoozes);
        Report = new RunReport(this);
    }

    /// <summary>How the task has ended is known; what remains is to tell it.</summary>
    public void End() => hasEnded = true;

    /// <summary>
    /// The exception to tell of: MassTransit puts one of its own, without cause, in the place of a cancellation.
    /// </summary>
    public Exception CauseOf(Exception exception) =>
        exception is ConsumerCanceledException && Thrown is not null ? Thrown : exception;
}
