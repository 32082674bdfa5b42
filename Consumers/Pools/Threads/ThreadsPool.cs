using Microsoft.Extensions.Logging;

namespace Messaging.Consumers;

/// <summary>
/// Runs tasks on dedicated threads (<see cref="PoolKind.Threads"/>), continuations too unless the task says
/// <c>ConfigureAwait(false)</c>. A thread that a stuck task keeps is replaced, since threads are made when one is
/// needed and none is idle.
/// </summary>
internal sealed class ThreadsPool(WorkerOptions options, StuckTasks stuck, ILogger<ThreadsPool> logger)
    : ITaskPool, IDisposable
{
    private readonly DedicatedThreads threads = new(options.Concurrency);

    public bool StartsAll => true;

    public Task Start(Func<Task> run)
    {
        var started = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        threads.Run(() =>
        {
            try
            {
                started.SetResult(run());
            }
            catch (Exception exception)
            {
                started.SetException(exception);
            }
        });
        return started.Task.Unwrap();
    }

    public void GiveUp(TaskExecution execution, Task running, TimeSpan limit)
    {
        stuck.Add(running);
        WorkerLog.Stuck(logger, execution.Name, execution.TaskId, limit);
    }

    public void Resize(int size) => threads.KeepIdle(size);

    public void Dispose() => threads.Dispose();
}
