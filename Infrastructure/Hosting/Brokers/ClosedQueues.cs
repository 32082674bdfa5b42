namespace Messaging.Hosting;

/// <summary>
/// The queues from which a process takes nothing for the time being: the meeting point of Messaging, which closes and
/// opens them as workers are told to, and of the broker that follows (<see cref="IBroker.ClosedQueues"/>). A queue is
/// open until it is closed. May be used by several threads at a time.
/// </summary>
public sealed class ClosedQueues
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, TaskCompletionSource> closed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CancellationTokenSource> watched = new(StringComparer.Ordinal);

    /// <summary>Closes a queue; does nothing if it is closed. Returns at once, and the broker follows.</summary>
    /// <param name="queue">Its name, prefix included.</param>
    public void Close(string queue)
    {
        CancellationTokenSource? closing;
        lock (gate)
        {
            closed.TryAdd(queue, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            watched.Remove(queue, out closing);
        }

        // Those who are told are not to hold up who closes.
        _ = closing?.CancelAsync();
    }

    /// <summary>Opens a queue; does nothing if it is open. Returns at once, and the broker follows.</summary>
    /// <param name="queue">Its name, prefix included.</param>
    public void Open(string queue)
    {
        TaskCompletionSource? opening;
        lock (gate)
            closed.Remove(queue, out opening);

        opening?.SetResult();
    }

    /// <summary>For the broker: what tells it that a queue is open.</summary>
    /// <param name="queue">Its name, prefix included.</param>
    /// <returns>A task that is done when the queue is opened; it is done already if it is open.</returns>
    public Task Opened(string queue)
    {
        lock (gate)
            return closed.TryGetValue(queue, out var opening) ? opening.Task : Task.CompletedTask;
    }

    /// <summary>
    /// For the broker: what tells it that a queue is closed. To be asked for anew each time that it has been opened.
    /// </summary>
    /// <param name="queue">Its name, prefix included.</param>
    /// <returns>A token that is cancelled when the queue is closed; it is cancelled already if it is closed.</returns>
    public CancellationToken Closed(string queue)
    {
        lock (gate)
        {
            if (closed.ContainsKey(queue))
                return new CancellationToken(canceled: true);
            if (!watched.TryGetValue(queue, out var closing))
                watched.Add(queue, closing = new CancellationTokenSource());
            return closing.Token;
        }
    }
}
