using MassTransit;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace Messaging.RabbitMq.Tests.Channels;

/// <summary>Against a real broker, which says how many consumers a queue has.</summary>
[TestFixture]
public sealed class SubscriptionTests
{
    private readonly string queue = $"t{Guid.NewGuid():N}";
    private RabbitMqBroker broker = null!;
    private ServiceProvider services = null!;
    private IConnection connection = null!;

    [SetUp]
    public async Task StartBus()
    {
        broker = new RabbitMqBroker(RabbitMqAddress.Read(new Uri(TestServers.Amqp)));
        services = new ServiceCollection()
            .AddLogging()
            .AddMassTransit(massTransit =>
            {
                massTransit.DisableUsageTelemetry();
                massTransit.SetBusFactory(broker.CreateBusFactory((_, bus) => bus.ReceiveEndpoint(queue, endpoint =>
                {
                    broker.ConfigureQueue(endpoint);
                    endpoint.Handler<Add>(_ => Task.CompletedTask);
                })));
            })
            .BuildServiceProvider();
        await services.GetRequiredService<IBusControl>().StartAsync();
        connection = await new ConnectionFactory { Uri = new Uri(TestServers.Amqp) }.CreateConnectionAsync();
    }

    [TearDown]
    public async Task StopBus()
    {
        await services.GetRequiredService<IBusControl>().StopAsync();
        await services.DisposeAsync();
        await broker.DisposeAsync();
        await using (var channel = await connection.CreateChannelAsync())
            await channel.QueueDeleteAsync(queue);
        await connection.DisposeAsync();
    }

    [Test]
    public async Task A_queue_has_no_consumer_while_it_is_closed_and_one_after_any_number_of_changes()
    {
        Assert.That(await Consumers(), Is.EqualTo(1));

        Change(times: 51);
        await Eventually.Get(Consumers, count => count == 0);
        Change(times: 50);
        await Eventually.Get(Consumers, count => count == 1);
    }

    [Test]
    public async Task A_queue_that_is_deleted_is_made_anew_whether_it_was_open_or_closed()
    {
        await Delete();
        await Eventually.Get(Consumers, count => count == 1);

        broker.ClosedQueues.Close(queue);
        await Eventually.Get(Consumers, count => count == 0);
        await Delete();
        broker.ClosedQueues.Open(queue);

        await Eventually.Get(Consumers, count => count == 1);
    }

    private void Change(int times)
    {
        for (var time = 0; time < times; time++)
        {
            if (time % 2 == 0)
                broker.ClosedQueues.Close(queue);
            else
                broker.ClosedQueues.Open(queue);
        }
    }

    private async Task Delete()
    {
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeleteAsync(queue);
    }

    private async Task<uint> Consumers()
    {
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue)).ConsumerCount;
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
        {
            return uint.MaxValue;
        }
    }
}
