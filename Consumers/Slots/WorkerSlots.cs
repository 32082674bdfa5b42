namespace Messaging.Consumers;

/// <summary>
/// The places in which tasks run, over all queues. When the worker stops no more are given out, so that it has only to
/// wait for what runs already.
/// </summary>
internal sealed class WorkerSlots : IDisposable
{
    private readonly SemaphoreSlim slots;
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock resizing = new();
    private int size;
    private int surplus;
    private int waiting;

    /// <summary>Makes the slots.</summary>
    /// <param name="options">Says how many.</param>
    public WorkerSlots(WorkerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        size = options.StartSize();
        slots = new SemaphoreSlim(size);
    }

    /// <summary>How many there are.</summary>
    public int Size => Volatile.Read(ref size);

    /// <summary>How many tasks have one; for a moment more than there are, after they have become fewer.</summary>
    public int Taken
    {
        get
        {
            lock (resizing)
                return size + surplus - slots.CurrentCount;
        }
    }

    /// <summary>How many tasks wait for one.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>Called when a task has to wait for a slot.</summary>
    public Action? Missing { get; set; }

    /// <summary>Tasks that wait are put back to their queues from now on.</summary>
    public void Stop() => stopping.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        slots.Dispose();
        stopping.Dispose();
    }

    /// <summary>
    /// Makes it so many. Tasks that run go on when they become fewer, and their slots are not given out again.
    /// </summary>
    internal void Resize(int wanted)
    {
        lock (resizing)
        {
            var more = wanted - size;
            Volatile.Write(ref size, wanted);
            for (; more < 0; more++)
            {
                if (!slots.Wait(0, CancellationToken.None))
                    surplus++;
            }

            var kept = Math.Min(surplus, more);
            surplus -= kept;
            if (more > kept)
                slots.Release(more - kept);
        }
    }

    /// <summary>Waits for a free slot.</summary>
    /// <exception cref="TaskPutBackException">The worker stops.</exception>
    internal Task Take(CancellationToken cancellationToken) =>
        !stopping.IsCancellationRequested && slots.Wait(0, CancellationToken.None)
            ? Task.CompletedTask
            : WaitForOne(cancellationToken);

    internal void GiveBack()
    {
        if (Volatile.Read(ref surplus) > 0 && IsSurplus())
            return;

        slots.Release();
    }

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

    private async Task WaitForOne(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref waiting);
        try
        {
            Missing?.Invoke();
            await UnlessStopping(slots.WaitAsync, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    private bool IsSurplus()
    {
        lock (resizing)
        {
            if (surplus == 0)
                return false;

            surplus--;
            return true;
        }
    }
}
