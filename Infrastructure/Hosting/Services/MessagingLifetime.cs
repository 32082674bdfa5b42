using Messaging.Consumers;
using Messaging.Producers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Messaging.Hosting;

/// <summary>
/// Begins and ends with the bus: registered after it, so started after it and stopped before it.
/// <list type="number">
/// <item>At start it says what this process is, and tells of a broker that cannot be reached; the bus itself goes on
/// trying.</item>
/// <item>At stop, events that wait for their batch are sent. The bus then stops, waiting for the tasks that run; their
/// ends still go out through the buffer.</item>
/// </list>
/// </summary>
internal sealed class MessagingLifetime(
    IBroker broker,
    ActiveRoles roles,
    QueueNames queues,
    WorkerOptions worker,
    TaskEventBuffer events,
    IOptions<HostOptions> hostOptions,
    ILogger<MessagingLifetime> logger)
    : BackgroundService
{
    private static readonly TimeSpan LongestFlush = TimeSpan.FromSeconds(5);

    /// <summary>Brokers give up after five seconds, and say more then than that there was no answer.</summary>
    private static readonly TimeSpan LongestProbe = TimeSpan.FromSeconds(8);

    /// <summary>After the tasks, so much is left for telling how they ended.</summary>
    public static readonly TimeSpan StopMargin = TimeSpan.FromSeconds(5);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        LetTheHostWaitForTasks();
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var timeout = new CancellationTokenSource(LongestFlush);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            await events.Flush(either.Token);
        }
        catch (OperationCanceledException)
        {
            HostingLog.EventsNotFlushed(logger, $"The broker {broker.Address} does not confirm messages.");
        }

        await base.StopAsync(cancellationToken);
    }

    /// <summary>
    /// Not where options are configured: the host reads its own while it is built, before ours can be said to be wrong.
    /// </summary>
    private void LetTheHostWaitForTasks()
    {
        var needed = worker.StopTimeout + (2 * StopMargin);
        if (hostOptions.Value.ShutdownTimeout < needed)
            hostOptions.Value.ShutdownTimeout = needed;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        HostingLog.Started(
            logger,
            broker.Address,
            roles.IsWorker ? $"'{worker.Name}' on {string.Join(", ", queues.Tasks)}" : "no",
            roles.IsTracker ? "yes" : "no");

        using var timeout = new CancellationTokenSource(LongestProbe);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stoppingToken);
        try
        {
            if (await broker.FindFault(either.Token) is { } fault)
                HostingLog.BrokerUnreachable(logger, broker.Address, fault);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            HostingLog.BrokerUnreachable(logger, broker.Address, $"no answer within {LongestProbe.TotalSeconds:0} s.");
        }
    }
}
