using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Messaging.RabbitMq.Tests.Queues;

/// <summary>Whoever comes first declares the queue, and the other one agrees.</summary>
[TestFixture]
public sealed class QueueDeclarationTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [TestCase("quorum")]
    [TestCase("classic")]
    public async Task A_producer_that_starts_before_any_worker_declares_the_queue_as_the_worker_will(string type)
    {
        var settings = Settings.RabbitMqAndPostgres().With(("Broker", $"{TestServers.Amqp}?queueType={type}"));
        TaskHandle<int> sum;
        await using (var producer = await MessagingHost.Start(settings.With(("Roles", "Producer"))))
            sum = await producer.Tasks.Send(new Add(1, 2));

        await using var worker = await MessagingHost.Start(settings.With(("Roles", "Worker, Tracker")), TestTasks.Add);

        Assert.That(await worker.Tasks.Get<int>(sum.TaskId).GetResult(Soon), Is.EqualTo(3));
    }

    [Test]
    public async Task Task_queues_are_quorum_queues_unless_asked_otherwise()
    {
        var settings = Settings.RabbitMqAndPostgres().With(("Roles", "Producer"));
        await using var host = await MessagingHost.Start(settings);
        await host.Tasks.Send(new Add(1, 2));

        Assert.That(
            await TypeOf(settings["Messaging:Prefix"] + "default"), Is.EqualTo("quorum"));
    }

    [Test]
    public async Task Questions_are_kept_in_memory_whoever_declares_their_queue_first()
    {
        // The first question is not answered, and is not to be given up before the end.
        var settings = Settings.RabbitMqAndPostgres().With(("Producer:QueryTimeout", "00:05:00"));
        var queueName = settings["Messaging:Prefix"] + "messaging-queries";
        await using var producer = await MessagingHost.Start(settings.With(("Roles", "Producer")));
        using var givenUp = new CancellationTokenSource();
        var asked = producer.Tasks.Get(Guid.NewGuid()).GetStatus(givenUp.Token);
        await using (var queue = await RabbitMqQueue.Open(queueName))
        {
            var question = await Eventually.Get(
                async () => await queue.Exists("") ? await queue.Take() : null, found => found is not null);
            Assert.That(question!.BasicProperties.Persistent, Is.False);
        }

        await using var tracker = await MessagingHost.Start(settings.With(("Roles", "Tracker")));
        var status = await tracker.Tasks.Get(Guid.NewGuid()).GetStatus();

        Assert.That(status.State, Is.EqualTo(TaskState.Unknown));
        await givenUp.CancelAsync();
        Assert.That(async () => await asked, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_queue_of_tasks_may_be_named_as_one_of_questions()
    {
        var settings = Settings.RabbitMqAndPostgres().With(("Roles", "Producer"));
        await using var host = await MessagingHost.Start(settings);

        await host.Tasks.Send(new Add(1, 2), new TaskOptions { Queue = "our-messaging-queries" });

        Assert.That(await TypeOf(settings["Messaging:Prefix"] + "our-messaging-queries"), Is.EqualTo("quorum"));
    }

    [Test]
    public async Task Classic_queues_honour_priorities()
    {
        var settings = Settings.RabbitMqAndPostgres().With(("Broker", $"{TestServers.Amqp}?queueType=classic"));
        await using (var producer = await MessagingHost.Start(settings.With(("Roles", "Producer"))))
        {
            await producer.Tasks.Send(new Add(1, 0));
            await producer.Tasks.Send(new Add(9, 0), new TaskOptions { Priority = 9 });
        }

        await using var queue = await RabbitMqQueue.Open(settings["Messaging:Prefix"] + "default");

        var first = await queue.Take();
        Assert.That(System.Text.Encoding.UTF8.GetString(first!.Body.Span), Does.Contain("\"x\":9"));
    }

    /// <summary>Declaring a queue with other arguments than it has is refused, with the difference in words.</summary>
    private static async Task<string> TypeOf(string queue)
    {
        var factory = new ConnectionFactory { Uri = new Uri(TestServers.Amqp) };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var exception = Assert.ThrowsAsync<OperationInterruptedException>(
            () => channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false))!;

        return exception.Message.Contains("type 'quorum'", StringComparison.Ordinal)
            || exception.Message.Contains("'quorum'", StringComparison.Ordinal)
            ? "quorum"
            : exception.Message;
    }
}
