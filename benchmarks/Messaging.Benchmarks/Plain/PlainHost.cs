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
    private readonly string queue;

    private PlainHost(IHost host, string queue)
    {
        this.host = host;
        this.queue = queue;
    }

    /// <summary>Builds a host.</summary>
    /// <param name="settings">Servers and sizes.</param>
    /// <param name="queue">The queue that it sends to or consumes.</param>
    /// <param name="consumes">Whether it consumes; otherwise it only sends.</param>
    /// <param name="gate">What its consumers wait for.</param>
    /// <param name="countdown">Counts what they consume.</param>
    public static PlainHost Build(SideSettings settings, string queue, bool consumes, Gate gate, Countdown countdown)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        QuietLog.Configure(builder.Logging);
        builder.Services.AddSingleton(gate);
        builder.Services.AddSingleton(countdown);
        // Otherwise messages are sent before their exchange has a queue.
        builder.Services.Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true);
        builder.Services.AddMassTransit(massTransit =>
        {
            massTransit.DisableUsageTelemetry();
            massTransit.AddConsumer<PlainConsumer>().ExcludeFromConfigureEndpoints();
            PlainTransport.Use(massTransit, settings, queue, consumes);
        });

        return new PlainHost(builder.Build(), queue);
    }

    public Task Start(CancellationToken cancellationToken) => host.StartAsync(cancellationToken);

    /// <summary>Sends so many messages, a thousand at a time, as our client does.</summary>
    public async Task Send(int messages, CancellationToken cancellationToken)
    {
        // An exchange that the queue's name is bound to, declared already: the same as our side's sends.
        var endpoint = await host.Services.GetRequiredService<IBus>().GetSendEndpoint(new Uri($"exchange:{queue}"));
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
}
