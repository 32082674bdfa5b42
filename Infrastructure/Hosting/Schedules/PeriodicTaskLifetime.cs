using Messaging.Producers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Messaging.Hosting;

/// <summary>
/// Tells the trackers, once this process has started, which periodic tasks its code declares. Trackers may come later
/// than this process, so it asks until one has answered.
/// </summary>
internal sealed class PeriodicTaskLifetime(
    IReadOnlyList<PeriodicTask> declared,
    Schedules schedules,
    SendPolicies policies,
    TaskRoutes routes,
    TimeProvider clock,
    ILogger<PeriodicTaskLifetime> logger)
    : BackgroundService
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private readonly HashSet<string> failing = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // One that the trackers do not take keeps no other back.
        for (var left = declared.ToList(); ;)
        {
            foreach (var task in left.ToArray())
            {
                if (!stoppingToken.IsCancellationRequested && await TryPut(task, stoppingToken))
                    left.Remove(task);
            }

            if (left.Count == 0 || stoppingToken.IsCancellationRequested)
                break;
            await Task.Delay(BetweenTries, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (declared.Count > 0 && !stoppingToken.IsCancellationRequested)
            HostingLog.PeriodicTasksDeclared(logger, declared.Count);
    }

    private async Task<bool> TryPut(PeriodicTask task, CancellationToken cancellationToken)
    {
        try
        {
            await schedules.PutAsItIs(task.Definition(policies, routes), cancellationToken);
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception exception)
        {
            if (failing.Add(task.Name))
                HostingLog.PeriodicTasksNotDeclared(logger, task.Name, exception.Message);
            return false;
        }
    }
}
