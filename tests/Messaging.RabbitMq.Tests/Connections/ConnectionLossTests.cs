using Messaging.BrokerTests;
using Messaging.Producers;
using Messaging.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Messaging.RabbitMq.Tests.Connections;

/// <summary>The connection is cut; the broker is there all the time.</summary>
[TestFixture]
public sealed class ConnectionLossTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    // The beginning of a frame of AMQP: type 1 (method), channel 1, a size of more than is there.
    private static readonly byte[] PartOfFrame = [1, 0, 1, 0, 0, 0, 9, 0];

    private TcpRelay relay = null!;

    [SetUp]
    public void StartRelay() => relay = new TcpRelay(new Uri(TestServers.Amqp));

    [TearDown]
    public async Task StopRelay() => await relay.DisposeAsync();

    [Test]
    public async Task The_end_of_the_connection_in_the_middle_of_a_frame_is_seen_at_once()
    {
        var factory = new ConnectionFactory
        {
            Uri = new Uri(TestServers.Amqp),
            Port = relay.Port,
            AutomaticRecoveryEnabled = false,
            SocketFactory = DrainingTcpClient.Create,
        };
        await using var connection = await factory.CreateConnectionAsync();
        var lost = new TaskCompletionSource<ShutdownEventArgs>(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.ConnectionShutdownAsync += (_, reason) =>
        {
            lost.TrySetResult(reason);
            return Task.CompletedTask;
        };

        relay.Cut(PartOfFrame);

        // The heartbeat, of a minute, would tell much later.
        Assert.That(
            (await lost.Task.WaitAsync(Eventually.Deadline)).Exception, Is.InstanceOf<EndOfStreamException>());
    }

    [Test]
    public async Task A_task_that_does_not_end_keeps_no_other_queue_without_its_consumer()
    {
        var settings = AllRoles().With(("Worker:Queues:0", "default"), ("Worker:Queues:1", "other"));
        await using var host = await MessagingHost.Start(settings, TestTasks.Add);
        var gate = Gate.New();
        await host.Tasks.Send(new SpinAtGate(gate.Name), new TaskOptions { Queue = "default" });
        await gate.NextArrival();

        relay.Cut();
        var sum = await host.Tasks.Send(new Add(1, 2), new TaskOptions { Queue = "other" });

        Assert.That(await sum.GetResult(Soon), Is.EqualTo(3));
        gate.Open();
    }

    [Test]
    public async Task Tasks_that_send_messages_while_the_connection_is_cut_again_and_again_all_succeed()
    {
        await using var host = await MessagingHost.Start(
            AllRoles().With(("Worker:Concurrency", "64")), TestTasks.Add);
        var sums = new List<TaskHandle<int>>();
        for (var cut = 0; cut < 3; cut++)
        {
            var sending = Task.WhenAll(Enumerable.Range(0, 300).Select(x => host.Tasks.Send(new Add(x, 1))));
            relay.Cut(PartOfFrame);
            sums.AddRange(await sending);
        }

        var results = await Task.WhenAll(sums.Select(sum => sum.GetResult(Soon)));

        Assert.That(results.Order(), Is.EqualTo(Enumerable.Range(0, 300).SelectMany(x => new[] { x + 1, x + 1, x + 1 })));
    }

    private Dictionary<string, string?> AllRoles() => Settings.RabbitMqAndPostgres().With(
        ("Broker", $"amqp://guest:guest@127.0.0.1:{relay.Port}"), ("Roles", "Producer, Worker, Tracker"));
}
