using Messaging.StateMachines;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Messaging.Hosting;

/// <summary>
/// Makes a tracker's store ready before the bus starts. A store that cannot be reached is waited for up to
/// <c>Tracking:StartTimeout</c>, since databases and services start in any order; one that refuses us is not.
/// </summary>
internal sealed class StoreStart(
    ActiveRoles roles,
    ITaskStore store,
    IOptions<MessagingOptions> options,
    TimeProvider clock,
    ILogger<StoreStart> logger)
    : IHostedService
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!roles.IsTracker)
            return;

        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await store.Prepare(cancellationToken);
                return;
            }
            catch (TaskStoreUnavailableException exception)
                when (clock.GetElapsedTime(started) + Wait < options.Value.Tracking.StartTimeout)
            {
                HostingLog.WaitingForStore(logger, exception.Message);
            }

            await Task.Delay(Wait, clock, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
