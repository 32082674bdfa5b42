using MassTransit;
using MassTransit.Transports;
using Messaging.Contracts;

namespace Messaging.Hosting;

/// <summary>One queue of tasks: what this worker was told of it, and its receive endpoint.</summary>
internal sealed class TaskQueue(string name)
{
    public string Name => name;

    /// <summary>Whether there is an endpoint on the queue, connected or not.</summary>
    public bool HasEndpoint { get; set; } = true;

    public bool IsPaused { get; set; }

    public bool IsCancelled { get; set; }

    public WorkerQueueState State =>
        IsCancelled ? WorkerQueueState.Cancelled : IsPaused ? WorkerQueueState.Paused : WorkerQueueState.Active;

    public bool IsClosed => State != WorkerQueueState.Active;

    /// <summary>The endpoint, once it has been connected.</summary>
    public ReceiveEndpoint? Receiver { get; private set; }

    /// <summary>Whether the endpoint is connected.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>The endpoint has been connected.</summary>
    public void Connected(IReceiveEndpoint connected)
    {
        Receiver = connected as ReceiveEndpoint;
        IsRunning = true;
    }

    /// <summary>The endpoint has lost its connection or has stopped.</summary>
    public void Disconnected() => IsRunning = false;
}
