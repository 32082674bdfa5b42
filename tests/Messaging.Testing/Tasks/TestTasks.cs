using Messaging.Consumers;
using Messaging.Hosting;

namespace Messaging.Testing;

/// <summary>Registers the tasks of the tests.</summary>
public static class TestTasks
{
    /// <summary>All of them; <see cref="FailTimes"/> is retried three times at once.</summary>
    public static void Add(IMessagingBuilder messaging)
    {
        ArgumentNullException.ThrowIfNull(messaging);
        messaging.AddTask<FailTimesConsumer>(policy => policy.Retry(3, Backoff.None));
        messaging.AddTask<PlainCommandConsumer>();
        messaging.AddTasksFrom(typeof(TestTasks).Assembly);
    }
}
