using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>Runs tasks of one kind that have a result. A new instance, in a scope of its own, for each run.</summary>
/// <typeparam name="TTask">The task's contract.</typeparam>
/// <typeparam name="TResult">Type of the result.</typeparam>
public interface ITaskConsumer<TTask, TResult>
    where TTask : class, ITask<TResult>
{
    /// <summary>
    /// Runs the task. It has succeeded when this returns and failed when this throws; a task whose worker dies before
    /// that runs again, so make it safe to run twice.
    /// </summary>
    /// <param name="context">The task and what can be said about it.</param>
    /// <returns>The result. It is stored and sent as JSON.</returns>
    Task<TResult> Consume(TaskContext<TTask> context);
}
