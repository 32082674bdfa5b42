using Messaging.Consumers;
using Messaging.Testing;
using Microsoft.Extensions.Options;

namespace Messaging.EndToEnd.Tests.BadInput;

[TestFixture]
public sealed class SettingsTests
{
    private const string Brokers =
        "memory:, amqp://user:password@host:port/vhost (amqps:// for TLS), redis://user:password@host:port/database "
        + "(rediss:// for TLS), sqs://region or postgres://user:password@host:port/database.";

    [TestCase(
        "Broker", "rabbit://localhost",
        "Messaging:Broker has the scheme 'rabbit', which no broker has. Allowed: " + Brokers)]
    [TestCase(
        "Broker", "ampq://localhost",
        "Messaging:Broker has the scheme 'ampq', which no broker has. Did you mean 'amqp:'? Allowed: " + Brokers)]
    [TestCase(
        "Broker", "localhost",
        "Messaging:Broker is 'localhost', which is not an address. Allowed: " + Brokers)]
    [TestCase(
        "Broker", "amqp://localhost?queueType=lazy",
        "Messaging:Broker: queueType is 'lazy'. Allowed: quorum, classic.")]
    [TestCase(
        "Trackign:Store", "memory:",
        "Messaging:Trackign is not a setting. Did you mean 'Messaging:Tracking'? Settings there: Broker, Prefix, "
        + "Producer, Roles, Routes, Tasks, Tracking, Worker.")]
    [TestCase(
        "Worker:Concurency", "4",
        "Messaging:Worker:Concurency is not a setting. Did you mean 'Messaging:Worker:Concurrency'? Settings there: "
        + "Autoscale, Concurrency, HeartbeatInterval, InProcessRetryLimit, MaxMemoryPerChild, MaxTasksPerChild, Name, "
        + "Pool, Prefetch, PrefetchMultiplier, Queues, RecycleAbove, StopTimeout.")]
    [TestCase(
        "Worker:HeartbeatInterval", "00:02:00",
        "Messaging:Worker:HeartbeatInterval is 00:02:00. Allowed: 00:00:00.1000000 to 00:01:00.")]
    [TestCase(
        "Worker:Prefetch", "fairly", "Messaging:Worker:Prefetch is 'fairly'. Allowed: Throughput, Fair.")]
    [TestCase(
        "Tracking:WorkerGrace", "02:00:00",
        "Messaging:Tracking:WorkerGrace is 02:00:00. Allowed: 00:00:00 to 01:00:00.")]
    [TestCase(
        "Worker:InProcessRetryLimit", "00:11:00",
        "Messaging:Worker:InProcessRetryLimit is 00:11:00. Allowed: 00:00:00 to 00:10:00.")]
    [TestCase(
        "Worker:Concurrency", "many",
        "Messaging:Worker:Concurrency is 'many'. Allowed: a whole number up to 2147483647.")]
    [TestCase(
        "Worker:Queues", "high",
        "Messaging:Worker:Queues is 'high', but it holds further keys. Set Messaging:Worker:Queues:0, :1 …")]
    [TestCase(
        "Tracking", "memory:",
        "Messaging:Tracking is 'memory:', but it holds further keys. Set Messaging:Tracking:<key>.")]
    [TestCase(
        "Worker:Pool", "Prefork",
        "Messaging:Worker:Pool is 'Prefork'. Allowed: Async, Threads, Solo, Processes.")]
    [TestCase(
        "Worker:MaxTasksPerChild", "0",
        "Messaging:Worker:MaxTasksPerChild is 0. Allowed: 1 or more; leave it out for no limit.")]
    [TestCase(
        "Worker:MaxMemoryPerChild", "300",
        "Messaging:Worker:MaxMemoryPerChild is 300. Allowed: 16777216 or more; leave it out for no limit.")]
    [TestCase(
        "Worker:RecycleAbove:StuckTasks", "-1",
        "Messaging:Worker:RecycleAbove:StuckTasks is -1. Allowed: 0 or more; leave it out for no limit.")]
    [TestCase(
        "Worker:Autoscale:Max", "10",
        "Messaging:Worker:Autoscale has a Max only. Set Min and Max, or neither.")]
    [TestCase("Worker:Concurrency", "0", "Messaging:Worker:Concurrency is 0. Allowed: 1 to 10000.")]
    [TestCase(
        "Worker:Queues:0", "messaging-mine",
        "Messaging:Worker:Queues holds the queue 'messaging-mine'. Names that begin with 'messaging-' are kept for "
        + "Messaging's own queues. Choose another one.")]
    [TestCase(
        "Worker:StopTimeout", "soon",
        "Messaging:Worker:StopTimeout is 'soon'. Allowed: a duration, [days.]hours:minutes:seconds, for example "
        + "00:00:30.")]
    [TestCase(
        "Tracking:Store", "postgres://app@/messaging", "Messaging:Tracking:Store is not an address. Allowed: memory: or "
        + "postgres://user:password@host:port/database.")]
    [TestCase(
        "Tracking:Store", "postgres://app@localhost", "Messaging:Tracking:Store: it names no database. Write "
        + "postgres://user:password@host:port/database.")]
    [TestCase(
        "Tracking:Store", "mongo://localhost",
        "Messaging:Tracking:Store has the scheme 'mongo', which no store has. Allowed: memory: or "
        + "postgres://user:password@host:port/database.")]
    [TestCase(
        "Tracking:ResultExpiry", "00:00:30",
        "Messaging:Tracking:ResultExpiry is 00:00:30. Allowed: 00:01:00 to 3650.00:00:00.")]
    [TestCase(
        "Tracking:FailureExpiry", "3651.00:00:00",
        "Messaging:Tracking:FailureExpiry is 3651.00:00:00. Allowed: 00:01:00 to 3650.00:00:00.")]
    [TestCase(
        "Tracking:MaxPayloadBytes", "100",
        "Messaging:Tracking:MaxPayloadBytes is 100. Allowed: 1024 to 67108864.")]
    [TestCase(
        "Tracking:Publish:0", "Suceeded",
        "Messaging:Tracking:Publish holds 'Suceeded', which cannot be published. Did you mean 'Succeeded'? Allowed: "
        + "Received, Started, Retrying, Succeeded, Failed, Revoked, Expired, Rejected, Ignored.")]
    [TestCase(
        "Tracking:Publish:0", "Pending",
        "Messaging:Tracking:Publish holds 'Pending', which cannot be published. Allowed: Received, Started, Retrying, "
        + "Succeeded, Failed, Revoked, Expired, Rejected, Ignored.")]
    [TestCase(
        "Prefix", "Shop", "Messaging:Prefix is 'Shop'. Allowed: at most 40 lower-case letters, digits, '-', '_' and '.', "
        + "beginning with a letter.")]
    [TestCase(
        "Tasks:math.ad:MaxRetries", "1",
        "Messaging:Tasks:math.ad names no task. Did you mean 'Messaging:Tasks:math.add'?")]
    [TestCase(
        "Tasks:math.add:MaxRetires", "1",
        "Messaging:Tasks:math.add:MaxRetires is not a setting. Did you mean 'Messaging:Tasks:math.add:MaxRetries'? "
        + "Settings there: Acknowledge, Backoff, ClusterConcurrencyLimit, ClusterRateLimit, ConcurrencyLimit, Expected, "
        + "ExpiresAfter, IgnoreResult, MaxDeliveries, MaxRetries, NotRetryOn, OnWorkerLost, Priority, Queue, RateLimit, "
        + "RetryOn, SoftTimeLimit, StoreErrorsEvenIfIgnored, TimeLimit.")]
    [TestCase(
        "Tasks:math.add:MaxRetries", "-2",
        "Messaging:Tasks:math.add: MaxRetries is -2. Allowed: 0 or more, or -1 for no limit.")]
    [TestCase(
        "Tasks:*:RateLimit", "10/d",
        "Messaging:Tasks:*: RateLimit: The rate limit '10/d' cannot be read. Allowed: a number of tasks and s, m or h, "
        + "for example 10/s, 100/m or 2.5/h; a number alone counts for a second; 0 is no limit.")]
    [TestCase(
        "Tasks:math.add:Backoff:Kind", "Random",
        "Messaging:Tasks:math.add:Backoff:Kind is 'Random'. Allowed: None, Fixed, Linear, Exponential.")]
    [TestCase(
        "Tasks:math.add:Acknowledge", "Early",
        "Messaging:Tasks:math.add:Acknowledge is 'Early'. Allowed: Late, AtMostOnce.")]
    public void A_wrong_setting_is_named_with_its_value_and_what_is_allowed(string key, string value, string message)
    {
        var host = MessagingHost.Build(Settings.InMemory().With((key, value)), TestTasks.Add);

        var exception = Assert.ThrowsAsync<OptionsValidationException>(host.Start)!;

        Assert.That(exception.Failures, Is.EqualTo(new[] { message }));
    }

    [Test]
    public void Every_mistake_is_named_at_once()
    {
        var settings = Settings.InMemory().With(
            ("Brocker", "memory:"), ("Worker:Concurrency", "x"), ("Tracking:Store", "mongo://localhost"));

        var exception = Assert.ThrowsAsync<OptionsValidationException>(MessagingHost.Build(settings).Start)!;

        Assert.That(exception.Message, Does.Contain("Messaging:Brocker is not a setting")
            .And.Contain("Messaging:Worker:Concurrency is 'x'"));
    }

    [Test]
    public void Two_consumers_for_one_task_are_both_named()
    {
        var host = MessagingHost.Build(Settings.InMemory(), messaging =>
        {
            messaging.AddTask<AddConsumer>();
            messaging.AddTask<AnotherAddConsumer>();
        });

        var exception = Assert.ThrowsAsync<OptionsValidationException>(host.Start)!;

        Assert.That(exception.Failures, Is.EqualTo(new[]
        {
            "Task 'math.add' has 2 consumers: Messaging.Testing.AddConsumer, "
            + "Messaging.EndToEnd.Tests.BadInput.SettingsTests+AnotherAddConsumer. A task is run by one consumer. "
            + "Remove the others, or give their contracts names of their own with [TaskName].",
        }));
    }

    [Test]
    public void A_class_that_consumes_nothing_is_refused()
    {
        var exception = Assert.Throws<ArgumentException>(
            () => MessagingHost.Build(Settings.InMemory(), messaging => messaging.AddTask<SettingsTests>()));

        Assert.That(exception!.Message, Does.StartWith(
            "Messaging.EndToEnd.Tests.BadInput.SettingsTests is no consumer. Let it be a class that is not abstract and "
            + "implements ITaskConsumer<TTask>, ITaskConsumer<TTask, TResult> or MassTransit's IConsumer<T>."));
    }

    [Test]
    public void A_tracker_on_a_shared_broker_must_say_where_it_keeps_its_sagas()
    {
        var settings = Settings.InMemory().With(("Broker", "amqp://localhost"), ("Roles", "Tracker"));

        var exception = Assert.ThrowsAsync<OptionsValidationException>(MessagingHost.Build(settings).Start)!;

        Assert.That(exception.Failures, Is.EqualTo(new[]
        {
            "Messaging:Tracking:Store is not set, and this process is a tracker on a broker that others share. Name a "
            + "database, for example postgres://user:password@host/database, or say memory: if what it is told may be "
            + "lost with it.",
        }));
    }

    private sealed class AnotherAddConsumer : ITaskConsumer<Add, int>
    {
        public Task<int> Consume(TaskContext<Add> context) => Task.FromResult(0);
    }
}
