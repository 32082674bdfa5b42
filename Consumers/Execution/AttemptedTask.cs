using MassTransit;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>The attempts of a delivered task, one after the other, and what breaks them off.</summary>
internal abstract class AttemptedTask : DeliveredTask, IDisposable
{
    private volatile AttemptCancellation cancellation;
    private volatile bool isPutBack;

    protected AttemptedTask(
        ConsumeContext context, string name, string queue, string worker, TaskPolicy policy, TimeProvider clock)
        : base(context, name, queue, worker, policy, clock)
    {
        Shutdown = context.CancellationToken;
        cancellation = new AttemptCancellation(Shutdown);
        var headers = context.Headers;
        Attempt = Math.Max(1, TaskHeaderFormat.Number(headers.Get<string>(TaskHeaders.Attempt)) ?? 1);
        Snoozes = TaskHeaderFormat.Number(headers.Get<string>(TaskHeaders.Snoozes)) ?? 0;
        Deferrals = TaskHeaderFormat.Number(headers.Get<string>(TaskHeaders.Deferrals)) ?? 0;
    }

    public int Attempt { get; private set; }

    /// <summary>How often the task has put itself off: so many attempts were no retries.</summary>
    public int Snoozes { get; private set; }

    /// <summary>How often this attempt was put off, since it had to wait for a limit.</summary>
    public int Deferrals { get; private set; }

    /// <summary>Retries so far, this attempt among them.</summary>
    public int Retries => Math.Max(0, Attempt - 1 - Snoozes);

    /// <summary>Whether the task waits for a limit, where any revocation breaks it off.</summary>
    public bool IsHeld { get; set; }

    /// <summary>The revocation that has reached this task.</summary>
    public RevokeTask? Revocation { get; private set; }

    public Interruption Interruption => cancellation.Interruption;

    /// <summary>Whether the message goes back to its queue, whatever the attempt comes to.</summary>
    public bool IsShuttingDown => isPutBack || Shutdown.IsCancellationRequested;

    /// <summary>Whether the attempt is to end soon, and not by its own time limits.</summary>
    public bool IsBrokenOff => IsShuttingDown || Interruption == Interruption.Revoked;

    /// <summary>Of the attempt.</summary>
    public CancellationToken CancellationToken => cancellation.Token;

    /// <summary>The end of the world for this delivery, whatever happens to single attempts.</summary>
    public CancellationToken Shutdown { get; }

    public virtual void NextAttempt(bool isSnooze)
    {
        if (isSnooze)
            Snoozes++;

        cancellation.Dispose();
        cancellation = new AttemptCancellation(Shutdown);
        Deferrals = 0;
        Attempt++;
        // Whoever puts it back either sees the new attempt, or is seen here.
        Interlocked.MemoryBarrier();
        if (isPutBack)
            cancellation.TryCancel();
    }

    /// <summary>
    /// Takes over what others know of attempts, and the message does not: the worker of a child process, or the
    /// trackers of a worker that has made some by itself and is gone.
    /// </summary>
    public virtual void Resume(int attempt, int snoozes) => (Attempt, Snoozes) = (attempt, snoozes);

    /// <summary>
    /// Has the message go back to its queue: a task that waits for something at once, one that runs when it has
    /// observed its cancellation. One whose end is being told is settled all the same.
    /// </summary>
    public void PutBack()
    {
        isPutBack = true;
        Interlocked.MemoryBarrier();
        cancellation.BreakOff();
    }

    /// <summary>Remembers a revocation, and breaks the attempt off if it goes that far.</summary>
    public void Revoke(RevokeTask revocation)
    {
        Revocation = revocation;
        if (revocation.Mode == RevokeMode.Terminate || IsHeld)
            Interrupt(Interruption.Revoked);
    }

    /// <summary>Cancels the attempt's token for a reason.</summary>
    public void Interrupt(Interruption reason)
    {
        Interlocked.MemoryBarrier();
        cancellation.Interrupt(reason);
    }

    /// <summary>
    /// Has something called when the attempt is revoked or its delivery put back, also if its token was cancelled
    /// before: at once if that is so already, perhaps more than once, and until what is returned is disposed of.
    /// </summary>
    public AttemptCancellation.BrokenOffWatch WhenBrokenOff(Action call)
    {
        var watch = cancellation.WhenBrokenOff(call);
        if (IsBrokenOff)
            call();

        return watch;
    }

    public void Dispose() => cancellation.Dispose();
}
