using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>Events that leave together. Filled under its buffer's lock; whoever waits for one of them waits for all.</summary>
internal sealed class EventBatch
{
    /// <summary>
    /// So many events at most. Their text stays below the size (85,000 bytes) from which .NET collects an array with the
    /// oldest generation only, which costs more than the few messages that larger batches would save.
    /// </summary>
    public const int Most = 200;

    /// <summary>Brokers refuse messages above some size, RabbitMQ 4 above 16 MiB; this is characters of text.</summary>
    private const int MostText = 1024 * 1024;

    private readonly List<EventEntry> entries = [];
    private readonly TaskCompletionSource confirmed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int text;
    private CancellationToken giveUp;
    private Task? confirmedOrGivenUp;

    public int Count => entries.Count;

    public bool IsFull => entries.Count >= Most || text >= MostText;

    /// <summary>Ends when the broker has confirmed the batch; cancelled if it never will.</summary>
    public Task Confirmed => confirmed.Task;

    /// <summary>The same for one who may give up waiting. Most tasks of a worker share a token, so they share this.</summary>
    public Task ConfirmedOr(CancellationToken cancellationToken)
    {
        if (confirmedOrGivenUp is null || giveUp != cancellationToken)
            (giveUp, confirmedOrGivenUp) = (cancellationToken, confirmed.Task.WaitAsync(cancellationToken));

        return confirmedOrGivenUp;
    }

    public void Add(EventEntry entry)
    {
        entries.Add(entry);
        text += entry.Text;
    }

    /// <summary>The events, now that the batch leaves.</summary>
    public List<TaskEvent> Events()
    {
        var events = new List<TaskEvent>(entries.Count);
        foreach (var entry in entries)
        {
            if (entry.Take() is { } taskEvent)
                events.Add(taskEvent);
        }

        return events;
    }

    public void Confirm() => confirmed.TrySetResult();

    /// <summary>Whoever waits must not settle anything.</summary>
    public void GiveUp() => confirmed.TrySetCanceled();
}
