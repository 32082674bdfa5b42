using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// The cancellation of an attempt. What the task has hung on its token, a blocking callback or code after an
/// <c>await</c> that never yields, runs on the thread pool and not on the thread that cancels: that one has a time
/// limit to keep, other tasks to revoke or a worker to stop.
/// </summary>
internal sealed class AttemptCancellation : IDisposable
{
    private readonly CancellationTokenSource source = new();

    /// <summary>What the task observes.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>
    /// Cancels the token, which is seen at once, and calls what hangs on it. What that throws is the task's own: it must
    /// not reach a timer, where it would end the process.
    /// </summary>
    public void Cancel()
    {
        try
        {
            source.CancelAsync().IgnoreFault();
        }
        catch (ObjectDisposedException)
        {
            // The attempt ended between the decision and now.
        }
    }

    /// <summary>Of one that was cancelled callbacks may be on their way, and would be lost with the source.</summary>
    public void Dispose()
    {
        if (!source.IsCancellationRequested)
            source.Dispose();
    }
}
