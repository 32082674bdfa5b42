using Messaging.Consumers;
using Microsoft.Extensions.Hosting;

namespace Messaging.PoolWorker;

/// <summary>A service of the program's own, such as a web server: no child may start it.</summary>
public sealed class NotInChildren : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (WorkerProcess.IsChild)
            Environment.FailFast("A child process has started a service of its program.");

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
