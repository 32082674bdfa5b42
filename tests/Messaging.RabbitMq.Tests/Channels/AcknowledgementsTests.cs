using System.Threading.Channels;
using Messaging.BrokerTests;
using Messaging.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Messaging.RabbitMq.Tests.Channels;

/// <summary>Against a real broker.</summary>
[TestFixture]
public sealed class AcknowledgementsTests
{
    private const int Many = 2_000;

    /// <summary>Never done in any test, so that it can be seen when the broker has taken back what is not.</summary>
    private const ulong Undone = 7;

    private TcpRelay relay = null!;
    private IConnection connection = null!;
    private IChannel channel = null!;
    private Acknowledgements acknowledgements = null!;
    private Channel<ulong> deliveries = null!;
    private string queue = null!;

    [SetUp]
    public async Task Connect()
    {
        relay = new TcpRelay(new Uri(TestServers.Amqp));
        var factory = new ConnectionFactory
        {
            Uri = new Uri(TestServers.Amqp),
            Port = relay.Port,
            AutomaticRecoveryEnabled = false,
            SocketFactory = DrainingTcpClient.Create,
        };
        connection = await factory.CreateConnectionAsync();
        await using (var setup = await connection.CreateChannelAsync())
            queue = (await setup.QueueDeclareAsync(autoDelete: false)).QueueName;
        await Open();
    }

    [TearDown]
    public async Task Disconnect()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
        await relay.DisposeAsync();
    }

    [Test]
    public async Task All_that_is_done_in_any_order_is_acknowledged_and_what_is_not_done_is_not()
    {
        var tags = await Deliver(Many);

        await Task.WhenAll(Shuffled(tags).Select(acknowledgements.Add));

        Assert.That(channel.CloseReason, Is.Null);
        Assert.That(await LeftWithoutTheChannel(), Is.EqualTo(1));
    }

    [Test]
    public async Task Those_that_are_done_on_many_threads_are_all_acknowledged()
    {
        var tags = await Deliver(Many);

        await Parallel.ForEachAsync(Shuffled(tags), async (tag, _) => await acknowledgements.Add(tag));

        Assert.That(channel.CloseReason, Is.Null);
        Assert.That(await LeftWithoutTheChannel(), Is.EqualTo(1));
    }

    [Test]
    public async Task Those_that_go_back_are_delivered_again_while_others_are_acknowledged()
    {
        var tags = await Deliver(Many);

        await Task.WhenAll(Shuffled(tags).Select(tag => tag % 100 == 0 ? acknowledgements.Return(tag) : acknowledgements.Add(tag)));
        var again = await Next(Many / 100);
        await Task.WhenAll(again.Select(acknowledgements.Add));

        Assert.That(again, Is.All.GreaterThan((ulong)Many));
        Assert.That(await LeftWithoutTheChannel(), Is.EqualTo(1));
    }

    [Test]
    public async Task All_who_wait_are_let_go_when_the_connection_is_cut()
    {
        var tags = await Deliver(Many);
        channel.ChannelShutdownAsync += (_, reason) =>
        {
            acknowledgements.Lose(reason);
            return Task.CompletedTask;
        };
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.ConnectionShutdownAsync += (_, _) =>
        {
            lost.TrySetResult();
            return Task.CompletedTask;
        };

        var some = Shuffled(tags).Select(acknowledgements.Add).ToArray();
        relay.Cut();
        await lost.Task.WaitAsync(Eventually.Deadline);

        var ends = Task.WhenAll(some);
        await ends.WaitAsync(Eventually.Deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.That(ends.IsCompleted, Is.True, "Somebody waits for ever.");
        await Eventually.Get(
            () => Task.FromResult(acknowledgements.Add(tags[^1])), task => task.Exception is not null);
        Assert.ThrowsAsync<AlreadyClosedException>(() => acknowledgements.Add(tags[0]));
    }

    private async Task Open()
    {
        channel = await connection.CreateChannelAsync();
        acknowledgements = new Acknowledgements(channel);
        deliveries = Channel.CreateUnbounded<ulong>();
    }

    /// <summary>How many messages the broker takes back from the channel when it closes: all at once.</summary>
    private async Task<uint> LeftWithoutTheChannel()
    {
        await channel.DisposeAsync();
        await Open();
        return await Eventually.Get(() => channel.MessageCountAsync(queue), count => count > 0);
    }

    private async Task<ulong[]> Deliver(int count)
    {
        for (var index = 0; index < count; index++)
            await channel.BasicPublishAsync("", queue, ReadOnlyMemory<byte>.Empty);

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            acknowledgements.Delivered(delivery.DeliveryTag);
            deliveries.Writer.TryWrite(delivery.DeliveryTag);
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer);
        return await Next(count);
    }

    private async Task<ulong[]> Next(int count)
    {
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        var tags = new ulong[count];
        for (var index = 0; index < count; index++)
            tags[index] = await deliveries.Reader.ReadAsync(deadline.Token);

        return tags;
    }

    private static ulong[] Shuffled(IEnumerable<ulong> tags)
    {
        var shuffled = tags.Where(tag => tag != Undone).ToArray();
        Random.Shared.Shuffle(shuffled);
        return shuffled;
    }
}
