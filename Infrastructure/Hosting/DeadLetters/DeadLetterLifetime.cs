using Messaging.StateMachines;
using Microsoft.Extensions.Hosting;

namespace Messaging.Hosting;

/// <summary>
/// Lets a tracker take dead letters, if it is to, and replay them for as long as it runs. Those that were kept before can
/// be replayed in any case.
/// </summary>
internal sealed class DeadLetterLifetime(
    ActiveRoles roles, DeadLetterSettings settings, DeadLetterConnections connections, ReplayRunner runner)
    : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!roles.IsTracker)
            return Task.CompletedTask;

        var running = runner.Run(stoppingToken);
        return settings.AreKept ? Task.WhenAll(running, connections.Run(stoppingToken)) : running;
    }
}
