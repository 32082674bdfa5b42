using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Messaging.Benchmarks;

/// <summary>
/// A host with MassTransit in it and nothing of ours, as its documentation shows: a consumer class, registered by
/// <c>AddMassTransit</c>. Queue type, confirms, prefetch and JSON are those of our side.
/// </summary>
internal sealed class PlainHost : IAsyncDisposable
{
    private const int SentAtATime = 1_000;

    private readonly IHost host;

    private PlainHost(IHost host, Uri queue)
    {
        this.host = host;
        Queue = queue;
    }

    public IBus Bus => host.Services.GetRequiredService<IBus>();

    /// <summary>
    /// Where to send: on RabbitMQ the exchange before the queue, both of which a consuming host has declared. So nothing is
    /// declared for sending.
    /// </summary>
    public Uri Queue { get; }

    /// <summary>Builds a host that only sends.</summary>
    /// <param name="settings">Servers and sizes.</param>
    /// <param name="queue">The queue that it sends to.</param>
    public static PlainHost Sending(HostSettings settings, string queue) =>
        Build(
            PlainTransport.QueueAddress(settings, queue),
            massTransit => PlainTransport.Use(massTransit, settings, queue, null),
            _ => { });

    /// <summary>Builds a host that sends and consumes.</summary>
    /// <typeparam name="TConsumer">The consumer.</typeparam>
    /// <param name="settings">Servers and sizes.</param>
    /// <param name="queue">The queue that it sends to and consumes.</param>
    /// <param name="addServices">Adds what the consumer needs.</param>
    public static PlainHost Consuming<TConsumer>(
        HostSettings settings, string queue, Action<IServiceCollection> addServices)
        where TConsumer : class, IConsumer
    {
        void Configure(IBusRegistrationConfigurator massTransit)
        {
            massTransit.AddConsumer<TConsumer>().ExcludeFromConfigureEndpoints();
            PlainTransport.Use(
                massTransit, settings, queue, (endpoint, context) => endpoint.ConfigureConsumer<TConsumer>(context));
        }

        return Build(PlainTransport.QueueAddress(settings, queue), Configure, addServices);
    }

    public Task Start(CancellationToken cancellationToken) => host.StartAsync(cancellationToken);

    /// <summary>Sends so many messages, a thousand at a time, as our client does.</summary>
    public async Task Send(int messages, CancellationToken cancellationToken)
    {
        var endpoint = await Bus.GetSendEndpoint(Queue);
        foreach (var chunk in Enumerable.Range(0, messages).Chunk(SentAtATime))
        {
            await Task.WhenAll(chunk.Select(
                number => endpoint.Send(new PlainNoOp(number), cancellationToken)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        if (host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
        else
            host.Dispose();
    }

    private static PlainHost Build(
        Uri queue, Action<IBusRegistrationConfigurator> configure, Action<IServiceCollection> addServices)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        QuietLog.Configure(builder.Logging);
        addServices(builder.Services);
        // Otherwise messages are sent before their exchange has a queue.
        builder.Services.Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true);
        builder.Services.AddMassTransit(massTransit =>
        {
            massTransit.DisableUsageTelemetry();
            configure(massTransit);
        });

        return new PlainHost(builder.Build(), queue);
    }
}
