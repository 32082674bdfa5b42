using MassTransit;
using Messaging.Contracts;
using Messaging.Producers;
using Messaging.StateMachines;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Messaging.Hosting;

/// <summary>
/// Lets a tracker follow the workers for as long as it runs, and makes it heard itself over the workers' queue: what
/// does not arrive then is not the workers' silence.
/// </summary>
internal sealed class WorkerWatchLifetime(
    ActiveRoles roles,
    WorkerWatch watch,
    QueueNames names,
    IBroker broker,
    IBus bus,
    TimeProvider clock,
    ILogger<WorkerWatchLifetime> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private bool isUnheard;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => roles.IsTracker
        ? Task.WhenAll(watch.Run(stoppingToken), Beat(stoppingToken))
        : Task.CompletedTask;

    private async Task Beat(CancellationToken cancellationToken)
    {
        var address = broker.QueueAddress(names.Workers);
        while (!cancellationToken.IsCancellationRequested)
        {
            await TrySend(address, cancellationToken);
            await Task.Delay(Interval, clock, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TrySend(Uri address, CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        giveUp.CancelAfter(Interval);
        try
        {
            var endpoint = await bus.GetSendEndpoint(address).WaitAsync(giveUp.Token);
            await GuardedSend.Send(
                endpoint,
                new TrackerHeartbeat { Time = clock.GetUtcNow() },
                context => context.TimeToLive = 2 * Interval,
                giveUp.Token);
            isUnheard = false;
        }
        catch (Exception exception)
        {
            // Not being heard is the very thing that it tells.
            if (!isUnheard && !cancellationToken.IsCancellationRequested)
                HostingLog.TrackerNotHeard(logger, address, SendFailure.Reason(exception, Interval));
            isUnheard = true;
        }
    }
}
