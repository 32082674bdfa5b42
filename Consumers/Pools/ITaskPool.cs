namespace Messaging.Consumers;

/// <summary>How a worker starts its tasks, and what becomes of one that does not end in time.</summary>
internal interface ITaskPool
{
    /// <summary>Whether it starts all tasks, and not only those that may have to be given up.</summary>
    bool StartsAll { get; }

    /// <summary>Starts a task, so that even code that never returns does not hold the caller.</summary>
    Task Start(Func<Task> run);

    /// <summary>The time limit of a task has passed, and it still runs.</summary>
    void GiveUp(TaskExecution execution, Task running, TimeSpan limit);

    /// <summary>So many tasks run at the same time from now on.</summary>
    void Resize(int size);
}
