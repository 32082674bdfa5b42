using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// Cancels one attempt, and knows why: the delivery ends, or the attempt is interrupted. A source of its own kind and not
/// a linked one beside it, since there is one for every attempt.
/// <para>
/// What the task has hung on its token, a blocking callback or code after an <c>await</c> that never yields, runs on the
/// thread pool and not on the thread that cancels: that one has a time limit to keep, other tasks to revoke or a worker to
/// stop.
/// </para>
/// </summary>
internal sealed class AttemptCancellation : CancellationTokenSource
{
    private readonly CancellationToken shutdown;
    private readonly CancellationTokenRegistration link;
    private int interruption;
    private Action? brokenOff;

    /// <summary>For the attempt that begins.</summary>
    /// <param name="shutdown">Cancels it, too: the end of the delivery.</param>
    public AttemptCancellation(CancellationToken shutdown)
    {
        this.shutdown = shutdown;
        link = shutdown.UnsafeRegister(static attempt => ((AttemptCancellation)attempt!).TryCancel(), this);
    }

    /// <summary>Why it was interrupted, if it was.</summary>
    public Interruption Interruption => (Interruption)Volatile.Read(ref interruption);

    /// <summary>
    /// Cancels for a reason. The first reason counts, but for a revocation, which ends also what was told of its soft time
    /// limit and goes on.
    /// </summary>
    public void Interrupt(Interruption reason)
    {
        const int none = (int)Interruption.None;
        if (reason == Interruption.Revoked)
            Interlocked.Exchange(ref interruption, (int)reason);
        else if (Interlocked.CompareExchange(ref interruption, (int)reason, none) != none)
            return;

        TryCancel();
        if (reason == Interruption.Revoked)
            TellBrokenOff();
    }

    /// <summary>Cancels since the message goes back to its queue, whatever the reason was before.</summary>
    public void BreakOff()
    {
        TryCancel();
        TellBrokenOff();
    }

    /// <summary>
    /// Cancels the token, which is seen at once, and has called what hangs on it. What that throws is the task's own: it
    /// must not reach a timer, where it would end the process.
    /// </summary>
    public void TryCancel()
    {
        try
        {
            CancelAsync().IgnoreFault();
        }
        catch (ObjectDisposedException)
        {
            // The attempt ended between the decision and now; the task's end will tell.
        }
    }

    /// <summary>
    /// Has something called when the attempt is revoked, broken off or the delivery ends, perhaps more than once, until
    /// what is returned is disposed of.
    /// </summary>
    public BrokenOffWatch WhenBrokenOff(Action call)
    {
        var stop = shutdown.Register(call);
        Interlocked.Exchange(ref brokenOff, call);
        return new BrokenOffWatch(this, call, stop);
    }

    /// <summary>Of one that was cancelled callbacks may be on their way, and would be lost with the source.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            link.Dispose();
        if (!IsCancellationRequested)
            base.Dispose(disposing);
    }

    private void TellBrokenOff()
    {
        // What was written before is seen by whoever sets this, or this is seen here.
        Interlocked.MemoryBarrier();
        Volatile.Read(ref brokenOff)?.Invoke();
    }

    /// <summary>Somebody waits for <see cref="WhenBrokenOff"/>.</summary>
    internal readonly struct BrokenOffWatch(
        AttemptCancellation attempt, Action call, CancellationTokenRegistration stop) : IDisposable
    {
        public void Dispose()
        {
            // Another may have taken its place by now, if this one was given up.
            Interlocked.CompareExchange(ref attempt.brokenOff, null, call);
            stop.Dispose();
        }
    }
}
