namespace Messaging.Consumers;

/// <summary>One of the <see cref="DedicatedThreads"/>; in the background, so that a stuck one keeps no process.</summary>
internal sealed class DedicatedThread
{
    private readonly DedicatedThreads threads;
    private readonly object handed = new();
    private Action? work;
    private bool ended;

    public DedicatedThread(DedicatedThreads threads)
    {
        this.threads = threads;
        new Thread(Loop) { IsBackground = true, Name = "messaging-task" }.Start();
    }

    /// <summary>Gives it something to do; it has nothing else at the moment.</summary>
    public void Hand(Action next)
    {
        lock (handed)
        {
            work = next;
            Monitor.Pulse(handed);
        }
    }

    /// <summary>Ends it; it has nothing to do.</summary>
    public void End()
    {
        lock (handed)
        {
            ended = true;
            Monitor.Pulse(handed);
        }
    }

    private void Loop()
    {
        var context = new DedicatedContext(threads);
        while (Next() is { } next)
        {
            // Each time, since a task may have set another one and left it there.
            SynchronizationContext.SetSynchronizationContext(context);
            next();
            if (!threads.IsKept(this))
                return;
        }
    }

    private Action? Next()
    {
        lock (handed)
        {
            while (work is null && !ended)
                Monitor.Wait(handed);

            var next = work;
            work = null;
            return next;
        }
    }
}
