using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>Runs tasks of one kind that have no result. A new instance, in a scope of its own, for each run.</summary>
/// <typeparam name="TTask">The task's contract.</typeparam>
public interface ITaskConsumer<TTask>
    where TTask : class, ITask
{
    /// <summary>
    /// Runs the task. It has succeeded when this returns and failed when this throws; a task whose worker dies before
    /// that runs again, so make it safe to run twice.
    /// </summary>
    /// <param name="context">The task and what can be said about it.</param>
    Task Consume(TaskContext<TTask> context);
}
