namespace Messaging.Consumers;

/// <summary>
/// Counts the tasks that were given up at their time limit and whose code still runs: it cannot be stopped inside a
/// process, and keeps its thread and its memory.
/// </summary>
internal sealed class StuckTasks
{
    private long current;
    private long total;

    /// <summary>How many run still.</summary>
    public long Current => Interlocked.Read(ref current);

    /// <summary>How many there have been since the worker started.</summary>
    public long Total => Interlocked.Read(ref total);

    /// <summary>Counts one until it returns after all.</summary>
    public void Add(Task running)
    {
        Interlocked.Increment(ref total);
        Interlocked.Increment(ref current);
        _ = running.ContinueWith(
            late =>
            {
                _ = late.Exception;
                Interlocked.Decrement(ref current);
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }
}
