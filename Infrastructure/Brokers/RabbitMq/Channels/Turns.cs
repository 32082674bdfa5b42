namespace Messaging.RabbitMq;

/// <summary>Lets so many be handled at a time, in the order in which they came.</summary>
internal sealed class Turns(int limit)
{
    private readonly Lock gate = new();
    private readonly Queue<TaskCompletionSource<bool>> waiting = new();
    private int free = limit;

    /// <summary>Waits for a turn.</summary>
    /// <returns>Whether there is one, to be given back; <c>false</c> after <see cref="Dismiss"/>.</returns>
    public Task<bool> Take()
    {
        lock (gate)
        {
            if (free > 0)
            {
                free--;
                return Task.FromResult(true);
            }

            var turn = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Enqueue(turn);
            return turn.Task;
        }
    }

    /// <summary>A turn is over.</summary>
    public void GiveBack()
    {
        TaskCompletionSource<bool>? next;
        lock (gate)
        {
            if (!waiting.TryDequeue(out next))
                free++;
        }

        next?.SetResult(true);
    }

    /// <summary>Those who wait now get no turn.</summary>
    public void Dismiss()
    {
        TaskCompletionSource<bool>[] dismissed;
        lock (gate)
        {
            dismissed = [.. waiting];
            waiting.Clear();
        }

        foreach (var turn in dismissed)
            turn.SetResult(false);
    }
}
