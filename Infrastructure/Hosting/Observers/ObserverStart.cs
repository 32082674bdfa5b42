using Messaging.Consumers;
using Messaging.Producers;
using Microsoft.Extensions.Hosting;

namespace Messaging.Hosting;

/// <summary>
/// Makes the observers before the first task comes, so that one that cannot be made keeps the host from starting and
/// not its tasks from being run.
/// </summary>
internal sealed class ObserverStart(TaskObservers tasks, TaskSendObservers sends) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = (tasks.All, sends.All);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
