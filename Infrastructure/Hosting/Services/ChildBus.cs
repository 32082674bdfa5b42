using MassTransit;
using Messaging.Consumers;
using Messaging.Producers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Messaging.Hosting;

/// <summary>
/// The bus of a child process: a producer's, which is started when something is sent for the first time, so that most
/// children hold no connection.
/// </summary>
internal sealed class ChildBus(IServiceProvider services, IBroker broker, ILogger<ChildBus> logger) : IChildBus
{
    private static readonly TimeSpan LongestFlush = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private Task? start;

    private bool IsShared => !broker.Address.StartsWith("memory:", StringComparison.OrdinalIgnoreCase);

    private IBusControl Bus => services.GetRequiredService<IBusControl>();

    public void Make()
    {
        var bus = Bus;
        if (!IsShared)
        {
            bus.ConnectSendObserver(new ChildSendRefusal());
            bus.ConnectPublishObserver(new ChildSendRefusal());
        }
    }

    /// <summary>Starts the bus, unless it is started; whoever sends does not wait for that longer than for a send.</summary>
    public IBus Begin()
    {
        lock (gate)
        {
            if (IsShared)
                start ??= Task.Run(StartBus);
        }

        return Bus;
    }

    public async Task Flush()
    {
        lock (gate)
        {
            if (start is null)
                return;
        }

        try
        {
            using var timeout = new CancellationTokenSource(LongestFlush);
            await services.GetRequiredService<TaskEventBuffer>().Flush(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            HostingLog.EventsNotFlushed(logger, $"The broker {broker.Address} does not confirm messages.");
        }
    }

    public Task<ISendEndpoint> GetSendEndpoint(Uri address) => Begin().GetSendEndpoint(address);

    public Task<ISendEndpoint> GetPublishSendEndpoint<T>()
        where T : class => Begin().GetPublishSendEndpoint<T>();

    public ConnectHandle ConnectSendObserver(ISendObserver observer) => Bus.ConnectSendObserver(observer);

    public ConnectHandle ConnectPublishObserver(IPublishObserver observer) => Bus.ConnectPublishObserver(observer);

    private async Task StartBus()
    {
        try
        {
            await Bus.StartAsync(CancellationToken.None);
        }
        catch (Exception exception)
        {
            HostingLog.BrokerUnreachable(logger, broker.Address, exception.Message);
        }
    }
}
