namespace Messaging.Consumers;

/// <summary>One of the <see cref="DedicatedThreads"/>; in the background, so that a stuck one keeps no process.</summary>
internal sealed class DedicatedThread
{
    private readonly DedicatedThreads threads;
    private readonly object handed = new();
    private (Action Run, ExecutionContext? Context)? work;
    private bool ended;

    public DedicatedThread(DedicatedThreads threads)
    {
        this.threads = threads;
        // Not in the context of the task that happens to need it first.
        new Thread(Loop) { IsBackground = true, Name = "messaging-task" }.UnsafeStart();
    }

    /// <summary>
    /// Gives it something to do, in a context, or in an empty one; it has nothing else at the moment.
    /// </summary>
    public void Hand(Action next, ExecutionContext? context)
    {
        lock (handed)
        {
            work = (next, context);
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
        var empty = ExecutionContext.Capture()!;
        while (Next() is { } next)
        {
            // Each time, since a task may have set another one and left it there.
            SynchronizationContext.SetSynchronizationContext(context);
            ExecutionContext.Run(next.Context ?? empty, static run => ((Action)run!)(), next.Run);
            if (!threads.IsKept(this))
                return;
        }
    }

    private (Action Run, ExecutionContext? Context)? Next()
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
