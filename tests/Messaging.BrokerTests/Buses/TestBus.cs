using MassTransit;
using Messaging.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.BrokerTests;

/// <summary>One process's bus: MassTransit on a broker, without anything else of Messaging.</summary>
internal sealed class TestBus : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly IBusControl control;

    private TestBus(IBroker broker, ServiceProvider services)
    {
        Broker = broker;
        this.services = services;
        control = services.GetRequiredService<IBusControl>();
    }

    public IBroker Broker { get; }

    public IBus Bus => control;

    /// <summary>Starts it; its endpoints are connected then.</summary>
    public static async Task<TestBus> Start(IBroker broker, TimeProvider clock, Action<BusPlan>? plan)
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton(clock);
        collection.AddMassTransit(massTransit =>
        {
            massTransit.DisableUsageTelemetry();
            massTransit.SetBusFactory(
                broker.CreateBusFactory((_, bus) => plan?.Invoke(new BusPlan(broker, bus))));
        });
        var bus = new TestBus(broker, collection.BuildServiceProvider());
        using var start = new CancellationTokenSource(Deadlines.Recovery);
        await bus.control.StartAsync(start.Token);
        return bus;
    }

    /// <summary>Sends a message to a queue.</summary>
    public async Task Send<TMessage>(
        string queue, TMessage message, Action<SendContext<TMessage>>? configure = null)
        where TMessage : class
    {
        var endpoint = await control.GetSendEndpoint(Broker.QueueAddress(queue));
        await endpoint
            .Send(message, Pipe.Execute<SendContext<TMessage>>(context => configure?.Invoke(context)))
            .WaitAsync(Deadlines.Default);
    }

    /// <summary>
    /// Sends a message for as long as it takes: one that fails, or does not end because the connection is lost, is
    /// followed by another.
    /// </summary>
    public Task SendUntilConfirmed<TMessage>(string queue, TMessage message)
        where TMessage : class => Persistence.Try(() => Send(queue, message));

    /// <summary>Publishes a message in the same way.</summary>
    public Task PublishUntilConfirmed<TMessage>(TMessage message)
        where TMessage : class => Persistence.Try(() => control.Publish(message));

    /// <summary>Asks a question, and again if its answer does not come.</summary>
    public async Task<TAnswer> AskUntilAnswered<TQuestion, TAnswer>(string queue, TQuestion question)
        where TQuestion : class
        where TAnswer : class
    {
        var client = control.CreateRequestClient<TQuestion>(
            Broker.QueueAddress(queue), RequestTimeout.After(ms: (int)Deadlines.Send.TotalMilliseconds));
        TAnswer? answer = null;
        await Persistence.Try(async () => answer = (await client.GetResponse<TAnswer>(question)).Message);
        return answer!;
    }

    /// <summary>Stops it as a host does: what runs is waited for.</summary>
    public Task Stop() => control.StopAsync(CancellationToken.None).WaitAsync(Deadlines.Default);

    public async ValueTask DisposeAsync()
    {
        // A test that has failed may have left consumers waiting.
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await control.StopAsync(stop.Token);
        await services.DisposeAsync();
        switch (Broker)
        {
            case IAsyncDisposable disposable:
                await disposable.DisposeAsync();
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }
    }
}
