namespace Messaging.Consumers;

/// <summary>
/// How a delivery of an at-most-once task is cut off from its message. Until it is settled the task is cancelled with its
/// delivery, and put back; after that only by a worker that stops and waits no longer.
/// </summary>
internal sealed class Detachment : IDisposable
{
    private readonly DetachedRuns runs;
    private readonly CancellationTokenSource cancellation = new();
    private readonly CancellationTokenRegistration delivery;
    private readonly CancellationTokenRegistration impatience;
    private readonly TaskCompletionSource settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Detachment(DetachedRuns runs, CancellationToken delivery)
    {
        this.runs = runs;
        this.delivery = delivery.Register(Cancel);
        impatience = runs.Impatience.Register(Cancel);
    }

    public CancellationToken Token => cancellation.Token;

    /// <summary>Whether the message is settled, or about to be: nothing can be put back any more.</summary>
    public bool IsSettled => settled.Task.IsCompleted;

    /// <summary>Whether the broker has confirmed how the run ended.</summary>
    public bool IsEndTold { get; set; }

    /// <summary>Cancelled when there is no time left to tell of the task's end.</summary>
    public CancellationToken GivenUp => runs.GivenUp;

    /// <summary>Done when the message may be settled.</summary>
    public Task Settled => settled.Task;

    /// <summary>Lets go of the message.</summary>
    /// <returns><c>false</c> if the worker stops; the task must not be run.</returns>
    /// <exception cref="TaskPutBackException">The delivery is lost; the task must not be run.</exception>
    public bool TrySettle()
    {
        delivery.Dispose();
        if (cancellation.IsCancellationRequested)
            throw new TaskPutBackException();
        if (!runs.TryBegin())
            return false;

        settled.TrySetResult();
        return true;
    }

    public void Dispose()
    {
        delivery.Dispose();
        impatience.Dispose();
        if (IsSettled)
            runs.End(IsEndTold);
        cancellation.Dispose();
    }

    /// <summary>What the task's own callbacks throw is theirs, as in <see cref="AttemptedTask.Interrupt"/>.</summary>
    private void Cancel()
    {
        try
        {
            cancellation.Cancel();
        }
        catch (Exception exception) when (exception is ObjectDisposedException or AggregateException)
        {
            // The run ended between the decision and now, or its callbacks threw; the task's end will tell.
        }
    }
}
