using MassTransit;
using Messaging.BrokerTests;
using Messaging.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Messaging.RabbitMq.Tests.Channels;

/// <summary>Against a real broker.</summary>
[TestFixture]
public sealed class PublisherTests
{
    private TcpRelay relay = null!;
    private IConnection connection = null!;
    private IChannel channel = null!;
    private Publisher publisher = null!;
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
        channel = await connection.CreateChannelAsync(new CreateChannelOptions(
            publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false));
        publisher = new Publisher(channel, confirms: true);
        channel.ChannelShutdownAsync += (_, reason) =>
        {
            publisher.Lose(reason);
            return Task.CompletedTask;
        };
        queue = (await channel.QueueDeclareAsync()).QueueName;
    }

    [TearDown]
    public async Task Disconnect()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
        await relay.DisposeAsync();
    }

    [Test]
    public async Task Ten_thousand_messages_published_at_the_same_time_are_all_confirmed_and_there()
    {
        var publications = Enumerable.Range(0, 10_000).Select(_ => Publications.New(queue)).ToArray();

        Parallel.ForEach(publications, publisher.Publish);
        await Task.WhenAll(publications.Select(publication => publication.Confirmed)).WaitAsync(Eventually.Deadline);

        Assert.That(await channel.MessageCountAsync(queue), Is.EqualTo(10_000));
    }

    [Test]
    public async Task All_who_wait_are_let_go_when_the_connection_is_cut()
    {
        // Each has one on its way at any time, and ends when it is told that there will be no confirm.
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ends = Task.WhenAll(Enumerable.Range(0, 5_000).Select(_ => Task.Run(PublishForEver)));
        await begun.Task.WaitAsync(Eventually.Deadline);

        relay.Cut();

        await ends.WaitAsync(Eventually.Deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.That(ends.IsCompleted, Is.True, "Somebody waits for ever.");
        Assert.That(ends.Exception!.InnerExceptions, Has.All.InstanceOf<AlreadyClosedException>());

        async Task PublishForEver()
        {
            while (true)
            {
                var publication = Publications.New(queue);
                publisher.Publish(publication);
                await publication.Confirmed;
                begun.TrySetResult();
            }
        }
    }

    [Test]
    public void A_mandatory_message_without_a_queue_comes_back()
    {
        var publication = Publications.New("no-such-queue", mandatory: true);

        publisher.Publish(publication);

        var returned = Assert.ThrowsAsync<MessageReturnedException>(
            () => publication.Confirmed.WaitAsync(Eventually.Deadline))!;
        Assert.That(returned.Message, Does.Contain("no-such-queue").And.Contain("NO_ROUTE"));
    }

    [Test]
    public async Task Nothing_is_published_after_the_end_and_what_came_before_is()
    {
        var before = Enumerable.Range(0, 100).Select(_ => Publications.New(queue)).ToArray();
        foreach (var publication in before)
            publisher.Publish(publication);

        await publisher.Stop();
        await Task.WhenAll(before.Select(publication => publication.Confirmed)).WaitAsync(Eventually.Deadline);
        var late = Publications.New(queue);
        publisher.Publish(late);

        Assert.ThrowsAsync<AlreadyClosedException>(() => late.Confirmed.WaitAsync(Eventually.Deadline));
        Assert.That(await channel.MessageCountAsync(queue), Is.EqualTo(100));
    }

    [Test]
    public async Task A_message_that_cannot_be_written_fails_alone()
    {
        var bad = new Publication("", queue, false, new BasicProperties { CorrelationId = new string('x', 300) }, default);
        var good = Publications.New(queue);

        publisher.Publish(bad);
        publisher.Publish(good);

        Assert.CatchAsync(() => bad.Confirmed.WaitAsync(Eventually.Deadline));
        await good.Confirmed.WaitAsync(Eventually.Deadline);
        Assert.That(await channel.MessageCountAsync(queue), Is.EqualTo(1));
    }
}
