using Messaging.StateMachines;
using Microsoft.Extensions.Hosting;

namespace Messaging.Hosting;

/// <summary>Lets a tracker remove expired tasks for as long as it runs.</summary>
internal sealed class RetentionLifetime(ActiveRoles roles, TaskRetention retention) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        roles.IsTracker ? retention.Run(stoppingToken) : Task.CompletedTask;
}
