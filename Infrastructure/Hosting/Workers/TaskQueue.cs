using MassTransit;
using MassTransit.Transports;
using Messaging.Contracts;
using Microsoft.Extensions.Logging;

namespace Messaging.Hosting;

/// <summary>
/// One queue of tasks and its receive endpoint, which is stopped and started as the queue is closed and opened. Several
/// changes in a row are made one after the other, and only the last one counts. Not for several threads but for
/// <see cref="Follow"/>'s own.
/// </summary>
internal sealed class TaskQueue(string name, ILogger logger)
{
    /// <summary>
    /// What has been received but not started goes back a moment after the endpoint has begun to stop, or the broker
    /// would hand it straight back.
    /// </summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    private ReceiveEndpoint? receiver;
    private Task following = Task.CompletedTask;
    private bool isStopped;

    public string Name => name;

    /// <summary>Whether there is an endpoint on the queue, running or not.</summary>
    public bool HasEndpoint { get; set; } = true;

    public bool IsPaused { get; set; }

    public bool IsCancelled { get; set; }

    /// <summary>Whether deliveries may come in.</summary>
    public bool IsRunning { get; private set; }

    public WorkerQueueState State =>
        IsCancelled ? WorkerQueueState.Cancelled : IsPaused ? WorkerQueueState.Paused : WorkerQueueState.Active;

    /// <summary>The endpoint has been connected. It stops again if the queue was closed meanwhile.</summary>
    public void Connected(IReceiveEndpoint connected, bool mayStop)
    {
        receiver = connected as ReceiveEndpoint;
        IsRunning = true;
        if (mayStop && State != WorkerQueueState.Active)
            Follow(static () => 0);
    }

    /// <summary>The endpoint has lost its connection or has stopped.</summary>
    public void Disconnected() => IsRunning = false;

    /// <summary>Starts or stops the endpoint as the queue's state says, when earlier changes have been made.</summary>
    /// <param name="putBack">Gives back what was received and not started.</param>
    public void Follow(Func<int> putBack)
    {
        following = Then(following);

        async Task Then(Task before)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
            try
            {
                await Apply(putBack);
            }
            catch (Exception exception)
            {
                HostingLog.QueueNotChanged(logger, exception, name, State, exception.Message);
            }
        }
    }

    private async Task Apply(Func<int> putBack)
    {
        if (receiver is not { } endpoint)
            return;

        if (State == WorkerQueueState.Active)
        {
            if (isStopped)
                endpoint.Start(CancellationToken.None);
            isStopped = false;
            return;
        }

        // One that has lost its connection is connected again by itself, and stopped then.
        if (isStopped || !IsRunning)
            return;

        // Removed for a time: what tells a queue that is closed from a bus that stops.
        var stopping = endpoint.Stop(removed: true, CancellationToken.None);
        await Task.Delay(Moment);
        putBack();
        await stopping;
        isStopped = true;
    }
}
