using System.Collections.Concurrent;
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Messaging.RabbitMq.Tests.Channels;

[TestFixture]
public sealed class DetachedConsumerTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private TaskCompletionSource<ShutdownEventArgs> lost = null!;

    [SetUp]
    public void OpenChannel() => lost = new TaskCompletionSource<ShutdownEventArgs>();

    [Test]
    public void A_delivery_is_taken_before_it_is_handled()
    {
        var consumer = new Held();

        var taking = Deliver(new DetachedConsumer(consumer, limit: null, lost.Task, acknowledgements: null), "a message");

        Assert.That(taking.IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public async Task The_body_is_kept_although_the_channel_takes_its_memory_back()
    {
        var consumer = new Held();
        var memory = Encoding.UTF8.GetBytes("a message");

        await Deliver(new DetachedConsumer(consumer, limit: null, lost.Task, acknowledgements: null), memory);
        Array.Fill(memory, (byte)'x');

        Assert.That(Encoding.UTF8.GetString((await consumer.Next(Soon)).Body.Span), Is.EqualTo("a message"));
    }

    [Test]
    public async Task No_more_than_the_limit_are_handled_at_a_time_and_all_in_the_end()
    {
        var consumer = new Held();
        var detached = new DetachedConsumer(consumer, limit: 2, lost.Task, acknowledgements: null);
        for (var index = 0; index < 5; index++)
            _ = Deliver(detached, $"{index}");

        // Two have begun before the first one ends.
        var running = new Queue<Delivery>([await consumer.Next(Soon), await consumer.Next(Soon)]);
        for (var begun = 2; running.TryDequeue(out var oldest); begun++)
        {
            Assert.That(consumer.Running, Has.Count.LessThanOrEqualTo(2));
            oldest.End.SetResult();
            if (begun < 5)
                running.Enqueue(await consumer.Next(Soon));
        }

        Assert.That(consumer.Most, Is.EqualTo(2));
    }

    [Test]
    public async Task The_loss_of_the_channel_is_told_although_a_delivery_is_being_handled()
    {
        var consumer = new Held();
        await Deliver(new DetachedConsumer(consumer, limit: 1, lost.Task, acknowledgements: null), "a message");

        lost.SetResult(new ShutdownEventArgs(ShutdownInitiator.Library, 0, "End of stream"));

        Assert.That((await consumer.ShutDown.Task.WaitAsync(Soon)).ReplyText, Is.EqualTo("End of stream"));
    }

    private static Task Deliver(DetachedConsumer consumer, string body) =>
        Deliver(consumer, Encoding.UTF8.GetBytes(body));

    private static Task Deliver(DetachedConsumer consumer, ReadOnlyMemory<byte> body) =>
        consumer.HandleBasicDeliverAsync("tag", 1, false, "", "queue", new BasicProperties(), body);

    private sealed record Delivery(ReadOnlyMemory<byte> Body)
    {
        public TaskCompletionSource End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Holds each delivery until it is told to end it.</summary>
    private sealed class Held : IAsyncBasicConsumer
    {
        private readonly BlockingCollection<Delivery> arrived = [];
        private readonly ConcurrentDictionary<Delivery, bool> running = new(ReferenceEqualityComparer.Instance);

        public IChannel? Channel => null;

        public TaskCompletionSource<ShutdownEventArgs> ShutDown { get; } = new();

        public ICollection<Delivery> Running => running.Keys;

        public int Most { get; private set; }

        public Task<Delivery> Next(TimeSpan deadline) => Task.Run(() =>
            arrived.TryTake(out var delivery, deadline)
                ? delivery
                : throw new AssertionException("No delivery has come."));

        public async Task HandleBasicDeliverAsync(
            string consumerTag,
            ulong deliveryTag,
            bool redelivered,
            string exchange,
            string routingKey,
            IReadOnlyBasicProperties properties,
            ReadOnlyMemory<byte> body,
            CancellationToken cancellationToken = default)
        {
            var delivery = new Delivery(body);
            running.TryAdd(delivery, true);
            lock (running)
                Most = Math.Max(Most, running.Count);
            arrived.Add(delivery, cancellationToken);
            await delivery.End.Task;
            running.TryRemove(delivery, out _);
        }

        public Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason)
        {
            ShutDown.TrySetResult(reason);
            return Task.CompletedTask;
        }

        public Task HandleBasicConsumeOkAsync(string consumerTag, CancellationToken cancellationToken = default) =>
            Task.CompletedTask;

        public Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default) =>
            Task.CompletedTask;

        public Task HandleBasicCancelOkAsync(string consumerTag, CancellationToken cancellationToken = default) =>
            Task.CompletedTask;
    }
}
