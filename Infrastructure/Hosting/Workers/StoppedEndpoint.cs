using Microsoft.Extensions.Logging;

namespace Messaging.Hosting;

/// <summary>
/// Stops and starts the endpoint of a queue as it is closed and opened, on a broker that cannot stop fetching otherwise
/// (<see cref="IBroker.ClosedQueues"/>). Several changes in a row are made one after the other, and only the last one
/// counts. What runs for longer than <c>Worker:StopTimeout</c> is cancelled, and an endpoint is not started again before
/// all that it ran has ended: MassTransit's way to stop one.
/// </summary>
internal sealed class StoppedEndpoint(TaskQueue queue, ILogger logger)
{
    private Task following = Task.CompletedTask;
    private bool isStopped;

    /// <summary>Starts or stops the endpoint as the queue's state says, when earlier changes have been made.</summary>
    public void Follow() => following = Then(following);

    private async Task Then(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        try
        {
            await Apply();
        }
        catch (Exception exception)
        {
            HostingLog.QueueNotChanged(logger, exception, queue.Name, queue.State, exception.Message);
        }
    }

    private async Task Apply()
    {
        if (queue.Receiver is not { } endpoint)
            return;

        if (queue.IsClosed)
        {
            // One that has lost its connection is connected again by itself, and stopped then.
            if (isStopped || !queue.IsRunning)
                return;

            // Removed for a time: what tells a queue that is closed from a bus that stops.
            await endpoint.Stop(removed: true, CancellationToken.None);
            isStopped = true;
        }
        else if (isStopped)
        {
            endpoint.Start(CancellationToken.None);
            isStopped = false;
        }
    }
}
