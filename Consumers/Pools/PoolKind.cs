namespace Messaging.Consumers;

/// <summary>Where a worker runs its tasks (<c>Worker:Pool</c>).</summary>
public enum PoolKind
{
    /// <summary>
    /// On the thread pool, many at a time: for tasks that await what they do. The default.
    /// </summary>
    Async = 0,

    /// <summary>
    /// On threads of their own, at least one for each running task: for tasks that block. The thread pool, which all
    /// else depends on, keeps its threads.
    /// </summary>
    Threads = 1,

    /// <summary>One at a time, where their messages come in, whatever <c>Worker:Concurrency</c> says.</summary>
    Solo = 2,

    /// <summary>
    /// In child processes of the same program, one at a time each: for tasks that leak, crash or must be killed at
    /// their time limit.
    /// </summary>
    Processes = 3,
}
