using System.Collections.Concurrent;
using MassTransit;
using Messaging.Contracts;

namespace Messaging.Producers.Tests.Events;

/// <summary>
/// The tracking queue at the end of a real in-memory bus, behind a door that the test holds shut or lets fail.
/// </summary>
internal sealed class TrackingQueue : IAsyncDisposable, ISendEndpointProvider
{
    public static readonly Uri Address = new("queue:messaging-tracking");

    private readonly IBusControl bus;
    private readonly ConcurrentQueue<TaskEvents> batches = new();
    private volatile Func<Task> door = () => Task.CompletedTask;

    private TrackingQueue() => bus = Bus.Factory.CreateUsingInMemory(configure => configure.ReceiveEndpoint(
        "messaging-tracking",
        endpoint => endpoint.Handler<TaskEvents>(context =>
        {
            batches.Enqueue(context.Message);
            return Task.CompletedTask;
        })));

    public IReadOnlyList<TaskEvents> Batches => [.. batches];

    public IEnumerable<TaskEvent> Events => batches.SelectMany(batch => batch.Events);

    public static async Task<TrackingQueue> Start()
    {
        var queue = new TrackingQueue();
        await queue.bus.StartAsync();
        return queue;
    }

    /// <summary>What happens before each send from now on.</summary>
    public void Before(Func<Task> send) => door = send;

    public async Task<ISendEndpoint> GetSendEndpoint(Uri address)
    {
        await door();
        return await bus.GetSendEndpoint(address);
    }

    public ConnectHandle ConnectSendObserver(ISendObserver observer) => bus.ConnectSendObserver(observer);

    public async ValueTask DisposeAsync() => await bus.StopAsync();
}
