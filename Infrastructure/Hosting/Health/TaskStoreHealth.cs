using Messaging.StateMachines;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Messaging.Hosting;

/// <summary>Whether a tracker can reach its store. Healthy in a process that is no tracker.</summary>
internal sealed class TaskStoreHealth(ActiveRoles roles, ITaskStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!roles.IsTracker)
            return HealthCheckResult.Healthy("This process is no tracker.");

        try
        {
            await store.Load([Guid.Empty], cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is TaskStoreUnavailableException or TaskStoreRefusedException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, exception.Message, exception);
        }
    }
}
