using System.Diagnostics.CodeAnalysis;

namespace Messaging.Consumers;

/// <summary>
/// Keeps tasks of queues that this worker is not to read at the moment from being started: deliveries that were on
/// their way when the queue was closed. A broker has them back; what is in memory only waits here until the queue is
/// opened.
/// </summary>
internal sealed class QueueGate
{
    /// <summary>A moment, so that a broker which still delivers does not hand the same message back at once.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<string, TaskCompletionSource> closed = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private volatile bool isAnyClosed;

    /// <summary>Whether messages that are given up come back. Not in memory, where they are lost.</summary>
    public bool BrokerTakesBack { get; set; } = true;

    /// <summary>Whether there is anything to ask for a task.</summary>
    public bool IsAnyClosed => isAnyClosed;

    /// <summary>Closes a queue.</summary>
    public void Close(string queue)
    {
        lock (gate)
        {
            closed.TryAdd(queue, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            isAnyClosed = true;
        }
    }

    /// <summary>Opens a queue.</summary>
    public void Open(string queue)
    {
        TaskCompletionSource? opened;
        lock (gate)
        {
            closed.Remove(queue, out opened);
            isAnyClosed = closed.Count > 0;
        }

        opened?.SetResult();
    }

    /// <summary>Lets a task pass if its queue is open; otherwise waits for that, or has it go back.</summary>
    /// <exception cref="TaskPutBackException">The queue is closed.</exception>
    public async Task Pass(TaskExecution task, WorkerSlots slots, TimeProvider clock)
    {
        while (IsClosed(task.Queue, out var opened))
        {
            if (BrokerTakesBack)
            {
                await Task.Delay(Moment, clock, task.Shutdown);
                throw new TaskPutBackException();
            }

            await slots.UnlessStopping(opened.Task.WaitAsync, task.CancellationToken);
        }
    }

    /// <summary>
    /// Has a task go back that is about to be started, if its queue was closed since it came in. What is in memory is
    /// started: the slot that it has is not to be held.
    /// </summary>
    /// <exception cref="TaskPutBackException">The queue is closed.</exception>
    public ValueTask Check(TaskExecution task, WorkerSlots slots, TimeProvider clock) =>
        isAnyClosed && BrokerTakesBack ? new ValueTask(Pass(task, slots, clock)) : ValueTask.CompletedTask;

    private bool IsClosed(string queue, [MaybeNullWhen(false)] out TaskCompletionSource opened)
    {
        lock (gate)
            return closed.TryGetValue(queue, out opened);
    }
}
