namespace Messaging.Consumers;

/// <summary>
/// Threads that are nobody else's. Work never waits: when no thread is idle one is made, so a task that blocks on its
/// own continuation does not wait for ever.
/// </summary>
internal sealed class DedicatedThreads(int kept) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Stack<DedicatedThread> idle = new();
    private int kept = kept;
    private bool disposed;

    /// <summary>Runs something on one of the threads, in the caller's execution context. It must not throw.</summary>
    public void Run(Action work)
    {
        var context = ExecutionContext.Capture();
        DedicatedThread? thread;
        lock (gate)
        {
            if (!idle.TryPop(out thread))
                thread = new DedicatedThread(this);
        }

        thread.Hand(work, context);
    }

    /// <summary>So many idle threads are kept at most.</summary>
    public void KeepIdle(int most)
    {
        lock (gate)
            kept = most;
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            while (idle.TryPop(out var thread))
                thread.End();
        }
    }

    /// <summary>A thread has nothing to do; whether it is to wait for more.</summary>
    internal bool IsKept(DedicatedThread thread)
    {
        lock (gate)
        {
            if (disposed || idle.Count >= kept)
                return false;

            idle.Push(thread);
            return true;
        }
    }
}
