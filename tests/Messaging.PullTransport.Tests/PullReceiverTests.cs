using MassTransit;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Messaging.PullTransport.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PullReceiverTests : IReceiveObserver, IDisposable
{
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(0.3);

    private readonly BrokerState state = new();
    private readonly LogLines log = new();
    private readonly SemaphoreSlim begun = new(0);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim completed = new(0);

    // Whoever sets it goes on with what waited for it, to the end.
    private readonly TaskCompletionSource ended = new();

    public void Dispose()
    {
        log.Dispose();
        begun.Dispose();
        completed.Dispose();
    }

    [Test]
    public async Task A_run_that_outlives_its_receiver_ends_as_any_other()
    {
        await using var services = Bus();
        var bus = services.GetRequiredService<IBusControl>();
        bus.ConnectReceiveObserver(this);
        await bus.StartAsync();
        var queue = await bus.GetSendEndpoint(new Uri("queue:queue"));
        await queue.Send(new Add(1, 2));
        Assert.That(await begun.WaitAsync(Eventually.Deadline), Is.True);

        using var stop = new CancellationTokenSource(StopTime);
        await bus.StopAsync(stop.Token);
        // The receiver ends with this.
        await Eventually.Get(() => Task.FromResult(Holder()), holder => holder is null);
        released.SetResult();
        Assert.That(await completed.WaitAsync(Eventually.Deadline), Is.True);
        await Task.Run(ended.SetResult);

        Assert.That(log.All, Has.None.Contains("could not be handed to its consumers"));
    }

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context)
    {
        completed.Release();
        return ended.Task;
    }

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;

    public Task ReceiveFault(ReceiveContext context, Exception exception) => PostReceive(context);

    private MessageLock? Holder()
    {
        lock (state.Gate)
            return state.Queues["queue"].Messages.Single().Holder;
    }

    /// <summary>A bus that runs one of two messages at a time.</summary>
    private ServiceProvider Bus()
    {
        var brokers = new ProcessBrokers(() => new ProcessBroker(state, TimeSpan.FromSeconds(30)));
        var broker = brokers.Create(new("process:"));
        return new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(log))
            .AddMassTransit(massTransit =>
            {
                massTransit.DisableUsageTelemetry();
                massTransit.SetBusFactory(broker.CreateBusFactory((_, bus) => bus.ReceiveEndpoint("queue", endpoint =>
                {
                    endpoint.ConfigureConsumeTopology = false;
                    (endpoint.PrefetchCount, endpoint.ConcurrentMessageLimit) = (2, 1);
                    endpoint.Handler<Add>(_ =>
                    {
                        begun.Release();
                        return released.Task;
                    });
                })));
            })
            .BuildServiceProvider();
    }
}
