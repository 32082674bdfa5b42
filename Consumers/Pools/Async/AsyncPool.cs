using Microsoft.Extensions.Logging;

namespace Messaging.Consumers;

/// <summary>
/// Runs tasks where their messages come in (<see cref="PoolKind.Async"/>, <see cref="PoolKind.Solo"/>), which costs
/// nothing. Only what has a time limit is started on another thread, to be left behind if need be.
/// </summary>
internal sealed class AsyncPool(StuckTasks stuck, ILogger<AsyncPool> logger) : ITaskPool
{
    public bool StartsAll => false;

    public Task Start(Func<Task> run) => Task.Run(run, CancellationToken.None);

    public void GiveUp(TaskExecution execution, Task running, TimeSpan limit)
    {
        stuck.Add(running);
        WorkerLog.Stuck(logger, execution.Name, execution.TaskId, limit);
    }

    public void Resize(int size)
    {
        // The slots alone bound what runs.
    }
}
