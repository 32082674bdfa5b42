using Messaging.Contracts;

namespace Messaging.PoolWorker;

/// <summary>Where it runs: the process's id.</summary>
[TaskName("pool.where")]
public sealed record Where(int Number) : ITask<int>;

/// <summary>Never returns, and does not look at its token; until <see cref="Spinning.Stop"/> in this process.</summary>
[TaskName("pool.spin")]
public sealed record Spin(string Key) : ITask;

/// <summary>Blocks its thread; returns when it began and when it ended, in ticks.</summary>
[TaskName("pool.block")]
public sealed record Block(TimeSpan Time) : ITask<long[]>;

/// <summary>
/// Says in a folder that it runs, and blocks its thread until the folder has a file <see cref="Open"/>: a gate that reaches
/// child processes too. Returns whether its thread is one of the thread pool.
/// </summary>
[TaskName("pool.meet")]
public sealed record Meet(string Folder) : ITask<bool>
{
    /// <summary>How the names of the files end that say that a task runs.</summary>
    public const string Here = ".here";

    /// <summary>The file that lets all of them go on.</summary>
    public const string Open = "open";
}

/// <summary>Waits until its token is cancelled.</summary>
[TaskName("pool.cancel")]
public sealed record WaitForCancel(string Key) : ITask;

/// <summary>
/// Waits until its token is cancelled, and then blocks the thread that it goes on with until a file is there.
/// </summary>
[TaskName("pool.blockoncancel")]
public sealed record BlockOnCancel(string File) : ITask;

/// <summary>
/// Keeps so much memory for ever, and runs on until a file is there, if one is named; returns the process's id.
/// </summary>
[TaskName("pool.leak")]
public sealed record Leak(int Bytes, string? File) : ITask<int>;

/// <summary>Kills its own process as <c>kill -9</c> does, at its first <paramref name="Times"/> runs.</summary>
[TaskName("pool.kill")]
public sealed record KillItself(string File, int Times) : ITask<int>;

/// <summary>The same, run again at once by its policy.</summary>
[TaskName("pool.killagain")]
[TaskPolicy(OnWorkerLost = WorkerLostAction.RunAgain, MaxDeliveries = 3)]
public sealed record KillItselfAgain(string File, int Times) : ITask<int>;

/// <summary>Ends its own process.</summary>
[TaskName("pool.exit")]
public sealed record ExitItself(int Code) : ITask;

/// <summary>Sends another task, to the queue <c>other</c>, and returns that one's result.</summary>
[TaskName("pool.send")]
public sealed record SendAnother(int Number) : ITask<int>;

/// <summary>Tells progress and a state, and returns its attempt when it has been retried once.</summary>
[TaskName("pool.tell")]
public sealed record TellAndRetry(string Key) : ITask<int>;

/// <summary>Ends itself as it is told: <c>Reject</c> or <c>Ignore</c>.</summary>
[TaskName("pool.end")]
public sealed record EndAs(string Outcome) : ITask;
