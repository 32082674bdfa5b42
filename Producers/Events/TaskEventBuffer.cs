using MassTransit;
using Messaging.Contracts;
using Microsoft.Extensions.Logging;

namespace Messaging.Producers;

/// <summary>
/// Gathers the lifecycle events of this process and sends them to the trackers in batches.
/// <list type="number">
/// <item>A batch leaves when it is full, see <see cref="EventBatch"/>, or its first event has waited 10 ms, or 2 ms while
/// no other is on its way. Up to four are on their way at a time, so a slow confirmation does not hold up the next.</item>
/// <item>When the buffer is full, whoever adds to it waits. That slows senders and workers down to what the broker
/// takes and is the only limit there is: nothing is dropped.</item>
/// <item>A batch is sent until the broker confirms it, see <see cref="ConfirmedSender"/>. Events may arrive twice; they
/// commute, so that is harmless.</item>
/// </list>
/// </summary>
internal sealed class TaskEventBuffer : IAsyncDisposable
{
    private const int BatchesInFlight = 4;
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan ShortLinger = TimeSpan.FromMilliseconds(2);

    private readonly Lock gate = new();
    private readonly Queue<EventBatch> full = new();
    private readonly HashSet<EventBatch> unconfirmed = [];
    private readonly SemaphoreSlim space;
    private readonly SemaphoreSlim hasEvents = new(0, 1);
    private readonly SemaphoreSlim hasFull = new(0, 1);
    private readonly SemaphoreSlim inFlight = new(BatchesInFlight);
    private readonly CancellationTokenSource disposed = new();
    private readonly ConfirmedSender sender;
    private readonly Uri address;
    private readonly Task pump;
    private readonly int capacity;
    private EventBatch open = new();
    private bool closed;

    /// <summary>Makes a buffer that sends through the given bus, and starts it.</summary>
    /// <param name="endpoints">The bus.</param>
    /// <param name="address">Address of the tracking queue.</param>
    /// <param name="capacity">Events that may wait for their batch.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">Where trouble is told.</param>
    public TaskEventBuffer(
        ISendEndpointProvider endpoints,
        Uri address,
        int capacity,
        TimeProvider clock,
        ILogger<TaskEventBuffer> logger)
    {
        this.capacity = capacity;
        space = new SemaphoreSlim(capacity);
        this.address = address;
        sender = new ConfirmedSender(
            () => endpoints,
            clock,
            (to, reason) => ProducerLog.EventsHeldBack(logger, to, reason),
            to => ProducerLog.EventsFlowAgain(logger, to));
        pump = Task.Run(Pump);
    }

    /// <summary>Adds an event that may be made only when it leaves, waiting while the buffer is full.</summary>
    /// <param name="entry">The event.</param>
    /// <param name="cancellationToken">Gives up waiting; the event is then not added.</param>
    /// <exception cref="ObjectDisposedException">This process is shutting down.</exception>
    public async ValueTask Add(EventEntry entry, CancellationToken cancellationToken)
    {
        await TakeSpace(cancellationToken);
        lock (gate)
            Append(entry);
    }

    /// <summary>Adds an event, waiting while the buffer is full.</summary>
    /// <param name="taskEvent">The event.</param>
    /// <param name="cancellationToken">Gives up waiting; the event is then not added.</param>
    /// <exception cref="ObjectDisposedException">This process has shut down.</exception>
    public ValueTask Add(TaskEvent taskEvent, CancellationToken cancellationToken) =>
        Add(new EventEntry(taskEvent), cancellationToken);

    /// <summary>Adds an event and waits until the broker has confirmed the batch that it left with.</summary>
    /// <param name="taskEvent">The event.</param>
    /// <param name="cancellationToken">Gives up waiting; the event may be sent all the same.</param>
    /// <exception cref="OperationCanceledException">Given up, or this process is shutting down.</exception>
    /// <exception cref="ObjectDisposedException">This process has shut down.</exception>
    public async Task AddConfirmed(TaskEvent taskEvent, CancellationToken cancellationToken)
    {
        await TakeSpace(cancellationToken);
        Task confirmed;
        lock (gate)
            confirmed = Append(new EventEntry(taskEvent)).ConfirmedOr(cancellationToken);
        await confirmed;
    }

    /// <summary>Waits until everything added so far is confirmed.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task Flush(CancellationToken cancellationToken)
    {
        Task[] confirmations;
        lock (gate)
            confirmations = [.. unconfirmed.Select(batch => batch.Confirmed)];

        return Task.WhenAll(confirmations).WaitAsync(cancellationToken);
    }

    /// <summary>Stops sending. Whoever still waits for a confirmation is told that it will not come.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposed.IsCancellationRequested)
            return;

        await disposed.CancelAsync();
        await pump;
        disposed.Dispose();
    }

    private ValueTask TakeSpace(CancellationToken cancellationToken) => space.Wait(0, CancellationToken.None)
        ? ValueTask.CompletedTask
        : new ValueTask(space.WaitAsync(cancellationToken));

    /// <summary>Only ever called under the lock.</summary>
    private EventBatch Append(EventEntry entry)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        var batch = open;
        batch.Add(entry);
        if (batch.Count == 1)
        {
            unconfirmed.Add(batch);
            Signal(hasEvents);
        }

        if (batch.IsFull)
        {
            full.Enqueue(batch);
            open = new EventBatch();
            Signal(hasFull);
        }

        return batch;
    }

    /// <summary>Only ever called under the lock, so that it cannot be released twice.</summary>
    private static void Signal(SemaphoreSlim semaphore)
    {
        if (semaphore.CurrentCount == 0)
            semaphore.Release();
    }

    private async Task Pump()
    {
        try
        {
            while (true)
            {
                await hasEvents.WaitAsync(disposed.Token);
                var isIdle = inFlight.CurrentCount == BatchesInFlight;
                await hasFull.WaitAsync(isIdle ? ShortLinger : Linger, disposed.Token);
                await inFlight.WaitAsync(disposed.Token);
                _ = SendAndRelease(TakeBatch());
            }
        }
        catch (OperationCanceledException) when (disposed.IsCancellationRequested)
        {
            // The end; what is left is given up below.
        }

        for (var batch = 0; batch < BatchesInFlight; batch++)
            await inFlight.WaitAsync(CancellationToken.None);
        Close();
    }

    /// <summary>Whoever waits, for a confirmation or for space, is told that it will not come.</summary>
    private void Close()
    {
        lock (gate)
        {
            closed = true;
            foreach (var batch in unconfirmed)
                batch.GiveUp();
        }

        space.Release(capacity);
    }

    private EventBatch TakeBatch()
    {
        lock (gate)
        {
            if (!full.TryDequeue(out var batch))
            {
                batch = open;
                open = new EventBatch();
            }

            if (full.Count > 0)
                Signal(hasFull);
            if (full.Count > 0 || open.Count > 0)
                Signal(hasEvents);

            space.Release(batch.Count);
            return batch;
        }
    }

    private async Task SendAndRelease(EventBatch batch)
    {
        try
        {
            var events = batch.Events();
            if (events.Count > 0)
                await sender.Send(address, new TaskEvents { Events = events }, static _ => { }, disposed.Token);

            batch.Confirm();
        }
        catch (Exception)
        {
            // Only the end of the process leads here.
            batch.GiveUp();
        }
        finally
        {
            lock (gate)
                unconfirmed.Remove(batch);
            inFlight.Release();
        }
    }
}
