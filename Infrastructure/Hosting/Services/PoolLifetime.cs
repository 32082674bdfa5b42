using Messaging.Consumers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Messaging.Hosting;

/// <summary>
/// Starts the worker's pool before the bus, so that child processes start while it connects. It ends with the host's
/// services, when whatever runs tasks has stopped, in whichever order that may be.
/// </summary>
internal sealed class PoolLifetime(ActiveRoles roles, IServiceProvider services) : BackgroundService
{
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (roles.IsWorker)
            services.GetRequiredService<ITaskPool>().Resize(services.GetRequiredService<WorkerPool>().Size);

        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!roles.IsWorker)
            return;

        var watches = new List<Task> { services.GetRequiredService<RecycleWatch>().Run(stoppingToken) };
        if (services.GetRequiredService<ITaskPool>() is ProcessPool)
            watches.Add(services.GetRequiredService<ChildMemoryWatch>().Run(stoppingToken));

        await Task.WhenAll(watches);
    }
}
