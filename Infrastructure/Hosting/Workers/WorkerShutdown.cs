using Messaging.Consumers;
using Microsoft.Extensions.Hosting;

namespace Messaging.Hosting;

/// <summary>Stops the application a moment later, so that the answer leaves before the bus stops.</summary>
internal sealed class WorkerShutdown(IHostApplicationLifetime lifetime, TimeProvider clock) : IWorkerShutdown
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    public void Stop() => _ = StopSoon();

    private async Task StopSoon()
    {
        await Task.Delay(Moment, clock);
        lifetime.StopApplication();
    }
}
