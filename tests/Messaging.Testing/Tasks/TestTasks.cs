using Messaging.Consumers;
using Messaging.Contracts;
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
        messaging.AddTask<FailThenLaterConsumer>(policy => policy.Retry(3, Backoff.Fixed(TimeSpan.FromSeconds(1.5))));
        messaging.AddTask<AskAgainConsumer>(policy => policy.Retry(2, Backoff.Fixed(TimeSpan.FromSeconds(1.2))));
        messaging.AddTask<PlainCommandConsumer>();
        messaging.AddTasksFrom(typeof(TestTasks).Assembly);
    }
}
