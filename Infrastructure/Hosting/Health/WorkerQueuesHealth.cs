using Messaging.Contracts;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Messaging.Hosting;

/// <summary>Whether a worker reads all of its queues. Degraded while it was told not to read some.</summary>
internal sealed class WorkerQueuesHealth(WorkerQueues queues) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var closed = queues.All
            .Where(queue => queue.State != WorkerQueueState.Active)
            .Select(queue => $"'{queue.Name}' ({queue.State})")
            .ToArray();

        return Task.FromResult(closed.Length == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(
                $"This worker was told not to read {string.Join(", ", closed)}. Resume or add what it is to read."));
    }
}
