using Messaging.Consumers;
using Microsoft.Extensions.Logging;

namespace Messaging.Hosting;

/// <summary>
/// Closes the queues that this worker is not to read, paused or cancelled ones, and opens them again:
/// <list type="number">
/// <item>No task of a closed queue is started (<see cref="QueueGate"/>). In memory that is all: nothing can be given back,
/// and what comes waits there.</item>
/// <item>The broker fetches nothing more from it (<see cref="IBroker.ClosedQueues"/>). If it cannot do that, the endpoint is
/// stopped (<see cref="StoppedEndpoint"/>).</item>
/// <item>A moment later what was received and not started goes back.</item>
/// </list>
/// What runs goes on. Called by one thread at a time.
/// </summary>
internal sealed class QueueClosing
{
    /// <summary>Or the broker would hand what goes back straight to this worker again.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<string, StoppedEndpoint> endpoints = new(StringComparer.Ordinal);
    private readonly QueueGate gate;
    private readonly WorkerTasks tasks;
    private readonly ClosedQueues? broker;
    private readonly ILogger<QueueClosing> logger;

    public QueueClosing(QueueGate gate, WorkerTasks tasks, IBroker broker, ILogger<QueueClosing> logger)
    {
        this.gate = gate;
        this.tasks = tasks;
        this.broker = broker.ClosedQueues;
        this.logger = logger;
        gate.BrokerTakesBack = broker is not InMemoryBroker;
    }

    /// <summary>Opens a queue, or closes it, as its state says.</summary>
    public void Apply(TaskQueue queue)
    {
        if (queue.IsClosed)
        {
            gate.Close(queue.Name);
            broker?.Close(queue.Name);
        }
        else
        {
            gate.Open(queue.Name);
            broker?.Open(queue.Name);
        }

        Follow(queue);
        if (queue.IsClosed && gate.BrokerTakesBack)
            _ = PutBackSoon(queue);
    }

    /// <summary>The endpoint of a queue has been connected, which may be closed.</summary>
    public void Connected(TaskQueue queue)
    {
        if (queue.IsClosed)
            Follow(queue);
    }

    /// <summary>Starts no task of a queue any more, whatever its state.</summary>
    public void CloseForGood(TaskQueue queue) => gate.Close(queue.Name);

    private void Follow(TaskQueue queue)
    {
        if (broker is not null || !gate.BrokerTakesBack)
            return;

        if (!endpoints.TryGetValue(queue.Name, out var endpoint))
            endpoints.Add(queue.Name, endpoint = new StoppedEndpoint(queue, logger));
        endpoint.Follow();
    }

    private async Task PutBackSoon(TaskQueue queue)
    {
        await Task.Delay(Moment);
        if (queue.IsClosed)
            tasks.PutBack(task => !task.IsRunning && string.Equals(task.Queue, queue.Name, StringComparison.Ordinal));
    }
}
