using Messaging.StateMachines;
using Microsoft.Extensions.Hosting;

namespace Messaging.Hosting;

/// <summary>Lets a tracker send scheduled messages for as long as it runs.</summary>
internal sealed class SchedulerLifetime(ActiveRoles roles, ScheduleDispatcher dispatcher) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        roles.IsTracker ? dispatcher.Run(stoppingToken) : Task.CompletedTask;
}
