using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Hosting;
using Messaging.Testing;

namespace Messaging.PoolWorker;

/// <summary>Registers the tasks of the tests of pools.</summary>
public static class PoolTasks
{
    /// <summary>All of them, and those of the other tests.</summary>
    public static void Add(IMessagingBuilder messaging)
    {
        ArgumentNullException.ThrowIfNull(messaging);
        messaging.AddTask<TellAndRetryConsumer>(policy => policy.Retry(1, Backoff.None));
        messaging.AddTasksFrom(typeof(PoolTasks).Assembly);
        TestTasks.Add(messaging);
    }
}
