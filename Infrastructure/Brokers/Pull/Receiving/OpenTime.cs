using Messaging.Hosting;

namespace Messaging.PullTransport;

/// <summary>
/// For how long a queue is read: until it is closed or its receiver stops. When it is opened again the next time begins,
/// and what came in the one before is still known as that.
/// </summary>
internal sealed class OpenTime : IDisposable
{
    private readonly string queue;
    private readonly ClosedQueues queues;
    private readonly CancellationToken stopping;
    private CancellationTokenSource current;

    public OpenTime(string queue, ClosedQueues queues, CancellationToken stopping)
    {
        this.queue = queue;
        this.queues = queues;
        this.stopping = stopping;
        current = New();
    }

    /// <summary>Cancelled when the time is over.</summary>
    public CancellationToken End => current.Token;

    /// <summary>Whether the time is over. At a stop a moment late.</summary>
    public bool IsOver => current.IsCancellationRequested;

    /// <summary>Waits for the next time, or the receiver's stop.</summary>
    public async Task Next()
    {
        await queues.Opened(queue).WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Dispose();
        current = New();
    }

    /// <summary>Ends the time for good.</summary>
    public void Dispose()
    {
        current.Cancel();
        current.Dispose();
    }

    private CancellationTokenSource New() =>
        CancellationTokenSource.CreateLinkedTokenSource(stopping, queues.Closed(queue));
}
