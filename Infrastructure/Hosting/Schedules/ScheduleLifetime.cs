using Messaging.StateMachines;
using Microsoft.Extensions.Hosting;

namespace Messaging.Hosting;

/// <summary>Lets a tracker run schedules for as long as it runs.</summary>
internal sealed class ScheduleLifetime(ActiveRoles roles, ScheduleRunner runner) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        roles.IsTracker ? runner.Run(stoppingToken) : Task.CompletedTask;
}
