namespace Messaging.Consumers;

/// <summary>
/// The tasks that this worker holds, from receipt to settlement, and how many have ended. Tasks are linked to each
/// other in a few lists, so that holding one allocates nothing and two seldom meet at a lock.
/// </summary>
internal sealed class WorkerTasks
{
    private readonly Shard[] shards = [.. Enumerable.Range(0, 16).Select(_ => new Shard())];
    private long processed;
    private long failed;

    /// <summary>Runs that have ended, failed ones among them.</summary>
    public long Processed => Volatile.Read(ref processed);

    /// <summary>Tasks that have failed for good.</summary>
    public long Failed => Volatile.Read(ref failed);

    /// <summary>Tasks that run at the moment.</summary>
    public int Running => All().Count(task => task.IsRunning);

    /// <summary>A task has been received. It is held until what is returned is disposed of, once.</summary>
    public Held Hold(TaskExecution task)
    {
        var shard = shards[task.TaskId.GetHashCode() & (shards.Length - 1)];
        shard.Add(task);
        return new Held(shard, task);
    }

    /// <summary>A run has ended.</summary>
    /// <param name="task">The task.</param>
    /// <param name="failure">What it has failed with for good.</param>
    public void Ended(TaskExecution task, Exception? failure)
    {
        var hasRun = task.IsRunning;
        task.End();
        if (hasRun)
            Interlocked.Increment(ref processed);
        if (failure is not null)
            Interlocked.Increment(ref failed);
    }

    /// <summary>All tasks that are held, those that came first in front.</summary>
    public IReadOnlyList<TaskExecution> All()
    {
        var all = new List<TaskExecution>();
        foreach (var shard in shards)
            shard.CopyTo(all);

        all.Sort(static (left, right) => left.ReceivedAt.CompareTo(right.ReceivedAt));
        return all;
    }

    /// <summary>Has tasks go back to their queues: those that wait at once, running ones broken off.</summary>
    /// <param name="isMeant">Says which.</param>
    /// <returns>How many that are.</returns>
    public int PutBack(Func<TaskExecution, bool> isMeant)
    {
        var meant = All().Where(isMeant).ToArray();
        foreach (var task in meant)
            task.PutBack();

        return meant.Length;
    }

    /// <summary>A task that is held.</summary>
    internal readonly struct Held(Shard shard, TaskExecution task) : IDisposable
    {
        public void Dispose() => shard.Remove(task);
    }

    /// <summary>One of the lists.</summary>
    internal sealed class Shard
    {
        private readonly Lock gate = new();
        private TaskExecution? first;

        public void Add(TaskExecution task)
        {
            lock (gate)
            {
                task.Next = first;
                if (first is not null)
                    first.Previous = task;
                first = task;
            }
        }

        public void Remove(TaskExecution task)
        {
            lock (gate)
            {
                if (task.Previous is { } previous)
                    previous.Next = task.Next;
                else
                    first = task.Next;
                if (task.Next is { } next)
                    next.Previous = task.Previous;
                (task.Previous, task.Next) = (null, null);
            }
        }

        public void CopyTo(List<TaskExecution> all)
        {
            lock (gate)
            {
                for (var task = first; task is not null; task = task.Next)
                    all.Add(task);
            }
        }
    }
}
