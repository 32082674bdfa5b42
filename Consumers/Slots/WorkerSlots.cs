namespace Messaging.Consumers;

/// <summary>
/// The places in which tasks run: <c>Worker:Concurrency</c> of them, over all queues. When the worker stops no more
/// are given out, so that it has only to wait for what runs already.
/// </summary>
internal sealed class WorkerSlots : IDisposable
{
    private readonly SemaphoreSlim slots;
    private readonly CancellationTokenSource stopping = new();

    /// <summary>Makes the slots.</summary>
    /// <param name="options">Says how many.</param>
    public WorkerSlots(WorkerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        slots = new SemaphoreSlim(options.Concurrency);
    }

    /// <summary>Tasks that wait are put back to their queues from now on.</summary>
    public void Stop() => stopping.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        slots.Dispose();
        stopping.Dispose();
    }

    /// <summary>Waits for a free slot.</summary>
    /// <exception cref="TaskPutBackException">The worker stops.</exception>
    internal Task Take(CancellationToken cancellationToken) =>
        !stopping.IsCancellationRequested && slots.Wait(0, CancellationToken.None)
            ? Task.CompletedTask
            : UnlessStopping(slots.WaitAsync, cancellationToken);

    internal void GiveBack() => slots.Release();

    /// <summary>Waits for something on behalf of a task that does not run at the moment.</summary>
    /// <exception cref="TaskPutBackException">The worker stops.</exception>
    internal async Task UnlessStopping(Func<CancellationToken, Task> wait, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token, cancellationToken);
        try
        {
            await wait(either.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw new TaskPutBackException();
        }
    }
}
