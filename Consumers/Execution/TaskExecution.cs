using MassTransit;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// One delivery of a task on its way through the pipeline: what it is, how far it has come, and how it ended. Travels
/// as a payload of the consume context; the filters talk to each other through it.
/// </summary>
internal sealed class TaskExecution : IDisposable
{
    private readonly CancellationToken shutdown;
    private readonly TimeProvider clock;
    private readonly CancellationTokenRegistration shutdownWatch;
    private AttemptCancellation cancellation = new();
    private int interruption;
    private volatile bool isPutBack;
    private bool hasEnded;
    private bool isConsuming;
    private Action? brokenOff;
    private ChildProcess? child;

    public TaskExecution(
        ConsumeContext context, string name, string queue, string worker, TaskPolicy policy, TimeProvider clock)
    {
        this.clock = clock;
        Delivery = context;
        shutdown = context.CancellationToken;
        var headers = context.Headers;

        TaskId = context.MessageId ?? Guid.CreateVersion7(clock.GetUtcNow());
        Name = name;
        Queue = queue;
        Worker = worker;
        Policy = policy;
        ReceivedAt = clock.GetUtcNow();
        Attempt = Math.Max(1, TaskHeaderFormat.Number(headers.Get<string>(TaskHeaders.Attempt)) ?? 1);
        Snoozes = TaskHeaderFormat.Number(headers.Get<string>(TaskHeaders.Snoozes)) ?? 0;
        Deferrals = TaskHeaderFormat.Number(headers.Get<string>(TaskHeaders.Deferrals)) ?? 0;
        Eta = TaskHeaderFormat.Time(headers.Get<string>(TaskHeaders.Eta));
        Expires = TaskHeaderFormat.Time(headers.Get<string>(TaskHeaders.Expires));
        MaxRetries = TaskHeaderFormat.Number(headers.Get<string>(TaskHeaders.MaxRetries)) ?? policy.MaxRetries;
        SoftTimeLimit =
            TaskHeaderFormat.Duration(headers.Get<string>(TaskHeaders.SoftTimeLimit)) ?? policy.SoftTimeLimit;
        TimeLimit = TaskHeaderFormat.Duration(headers.Get<string>(TaskHeaders.TimeLimit)) ?? policy.TimeLimit;
        RootId = TaskHeaderFormat.Id(headers.Get<string>(TaskHeaders.RootId));
        ParentId = TaskHeaderFormat.Id(headers.Get<string>(TaskHeaders.ParentId));
        IgnoreResult = policy.IgnoreResult || IsTrue(headers.Get<string>(TaskHeaders.IgnoreResult));
        IsReported = headers.Get<string>(TaskHeaders.Name) is not null;
        Report = new RunReport(this);
        if (policy.Acknowledge == AcknowledgeMode.AtMostOnce && context.TryGetPayload<Detachment>(out var detachment))
            Detachment = detachment;
        ConfirmsStart = FailsIfLost;
        shutdownWatch = shutdown.UnsafeRegister(static run => ((TaskExecution)run!).Cancel(), this);
    }

    /// <summary>The message as it came.</summary>
    public ConsumeContext Delivery { get; }

    public Guid TaskId { get; }

    public string Name { get; }

    public string Queue { get; }

    public string Worker { get; }

    public TaskPolicy Policy { get; }

    public DateTimeOffset ReceivedAt { get; }

    /// <summary>When it was sent, as far as its message says so; else when it was received.</summary>
    public DateTimeOffset SentAt => Delivery.SentTime is { } sent
        ? new DateTimeOffset(DateTime.SpecifyKind(sent, DateTimeKind.Utc))
        : ReceivedAt;

    /// <summary>When it was last replayed from the dead letters.</summary>
    public DateTimeOffset? ReplayedAt => TaskHeaderFormat.Time(Delivery.Headers.Get<string>(TaskHeaders.ReplayedAt));

    public DateTimeOffset? StartedAt { get; private set; }

    public int Attempt { get; private set; }

    /// <summary>How often the task has put itself off: so many attempts were no retries.</summary>
    public int Snoozes { get; private set; }

    /// <summary>How often this attempt was put off, since it had to wait for a limit.</summary>
    public int Deferrals { get; private set; }

    /// <summary>Retries so far, this attempt among them.</summary>
    public int Retries => Math.Max(0, Attempt - 1 - Snoozes);

    public DateTimeOffset? Eta { get; }

    public DateTimeOffset? Expires { get; }

    public int MaxRetries { get; }

    /// <summary>Wait before each retry. Looked for when it is needed, which is seldom.</summary>
    public Backoff Backoff =>
        BackoffHeaders.Read(name => Delivery.Headers.Get<string>(name)) ?? Policy.Backoff;

    public TimeSpan? SoftTimeLimit { get; }

    public TimeSpan? TimeLimit { get; }

    public bool IgnoreResult { get; }

    public Guid? RootId { get; }

    public Guid? ParentId { get; }

    /// <summary>Whether the sender has told the trackers of the task.</summary>
    public bool IsReported { get; }

    /// <summary>How the run is cut off from its message; <c>null</c> if it is not.</summary>
    public Detachment? Detachment { get; }

    /// <summary>Whether the message is settled while the task runs: it cannot be put back.</summary>
    public bool IsSettled => Detachment is { IsSettled: true };

    /// <summary>Whether the task fails, and does not run again, if this worker is lost while it runs.</summary>
    public bool FailsIfLost => Policy.Acknowledge == AcknowledgeMode.AtMostOnce
        || Policy.OnWorkerLost == WorkerLostAction.Fail;

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

    /// <summary>Whether the task waits for a limit, where any revocation breaks it off.</summary>
    public bool IsHeld { get; set; }

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

    /// <summary>The revocation that has reached this task.</summary>
    public RevokeTask? Revocation { get; private set; }

    public Interruption Interruption => (Interruption)Volatile.Read(ref interruption);

    /// <summary>Whether the message goes back to its queue, whatever the attempt comes to.</summary>
    public bool IsShuttingDown => isPutBack || shutdown.IsCancellationRequested;

    /// <summary>Whether the attempt is to end soon, and not by its own time limits.</summary>
    public bool IsBrokenOff => IsShuttingDown || Interruption == Interruption.Revoked;

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

    public CancellationToken CancellationToken => cancellation.Token;

    /// <summary>The end of the world for this delivery, whatever happens to single attempts.</summary>
    public CancellationToken Shutdown => shutdown;

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

    public void NextAttempt(bool isSnooze)
    {
        if (isSnooze)
            Snoozes++;

        Interlocked.Exchange(ref cancellation, new AttemptCancellation()).Dispose();
        Volatile.Write(ref interruption, (int)Interruption.None);
        StartedAt = null;
        Deferrals = 0;
        Thrown = null;
        Attempt++;
        Report = new RunReport(this);
        if (IsShuttingDown)
            Cancel();
    }

    /// <summary>How the task has ended is known; what remains is to tell it.</summary>
    public void End() => hasEnded = true;

    /// <summary>
    /// Has the message go back to its queue: a task that waits for something at once, one that runs when it has
    /// observed its cancellation. One whose end is being told is settled all the same.
    /// </summary>
    public void PutBack()
    {
        isPutBack = true;
        Cancel();
        TellBrokenOff();
    }

    /// <summary>
    /// Takes over what others know of attempts, and the message does not: the worker of a child process, or the
    /// trackers of a worker that has made some by itself and is gone.
    /// </summary>
    public void Resume(int attempt, int snoozes)
    {
        (Attempt, Snoozes) = (attempt, snoozes);
        Report = new RunReport(this);
    }

    /// <summary>Remembers a revocation, and breaks the attempt off if it goes that far.</summary>
    public void Revoke(RevokeTask revocation)
    {
        Revocation = revocation;
        if (revocation.Mode == RevokeMode.Terminate || IsHeld)
            Interrupt(Interruption.Revoked);
    }

    /// <summary>
    /// The exception to tell of: MassTransit puts one of its own, without cause, in the place of a cancellation.
    /// </summary>
    public Exception CauseOf(Exception exception) =>
        exception is ConsumerCanceledException && Thrown is not null ? Thrown : exception;

    /// <summary>
    /// Cancels the attempt's token. The first reason counts, but for a revocation, which ends also what was told of its
    /// soft time limit and goes on.
    /// </summary>
    public void Interrupt(Interruption reason)
    {
        const int none = (int)Interruption.None;
        if (reason == Interruption.Revoked)
            Interlocked.Exchange(ref interruption, (int)reason);
        else if (Interlocked.CompareExchange(ref interruption, (int)reason, none) != none)
            return;

        Cancel();
        if (reason == Interruption.Revoked)
            TellBrokenOff();
    }

    /// <summary>
    /// Has something called when the attempt is revoked or its delivery put back, also if its token was cancelled
    /// before: at once if that is so already, perhaps more than once, and until what is returned is disposed of.
    /// </summary>
    public BrokenOffWatch WhenBrokenOff(Action call)
    {
        var stop = shutdown.Register(call);
        Interlocked.Exchange(ref brokenOff, call);
        if (IsBrokenOff)
            call();

        return new BrokenOffWatch(this, call, stop);
    }

    public void Dispose()
    {
        shutdownWatch.Dispose();
        cancellation.Dispose();
    }

    private void TellBrokenOff()
    {
        // What was written before is seen by whoever sets this, or this is seen here.
        Interlocked.MemoryBarrier();
        Volatile.Read(ref brokenOff)?.Invoke();
    }

    private void Cancel()
    {
        // Whoever begins an attempt looks at the reasons after it, or it is seen here.
        Interlocked.MemoryBarrier();
        Volatile.Read(ref cancellation).Cancel();
    }

    private static bool IsTrue(string? header) => string.Equals(header, "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Somebody waits for <see cref="WhenBrokenOff"/>.</summary>
    internal readonly struct BrokenOffWatch(
        TaskExecution execution, Action call, CancellationTokenRegistration stop) : IDisposable
    {
        public void Dispose()
        {
            // The next attempt may have one of its own by now, if this one was given up.
            Interlocked.CompareExchange(ref execution.brokenOff, null, call);
            stop.Dispose();
        }
    }
}
