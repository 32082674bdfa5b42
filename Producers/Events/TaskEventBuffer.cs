using System.Threading.Channels;
using MassTransit;
using Messaging.Contracts;
using Microsoft.Extensions.Logging;

namespace Messaging.Producers;

/// <summary>
/// Gathers the lifecycle events of this process and sends them to the trackers in batches.
/// <list type="number">
/// <item>A batch leaves when it holds 500 events or a million characters, or its first one has waited 10 ms. Up to
/// four are on their way at a time, so a slow confirmation does not hold up the next.</item>
/// <item>A batch that the broker does not confirm is sent again until it does; events may arrive twice, never not at
/// all. They commute, so that is harmless.</item>
/// <item>When the buffer is full, whoever adds to it waits. That slows senders and workers down to what the broker
/// takes and is the only limit there is: nothing is dropped.</item>
/// </list>
/// </summary>
internal sealed class TaskEventBuffer : IAsyncDisposable
{
    private const int BatchSize = 500;

    /// <summary>Brokers refuse messages above some size, RabbitMQ 4 above 16 MiB; this is characters of text.</summary>
    private const int BatchLength = 1024 * 1024;
    private const int BatchesInFlight = 4;
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly Channel<Entry> channel;
    private readonly SemaphoreSlim full = new(0, 1);
    private readonly SemaphoreSlim inFlight = new(BatchesInFlight);
    private readonly CancellationTokenSource disposed = new();
    private readonly ISendEndpointProvider endpoints;
    private readonly HangingConnection hanging;
    private readonly Uri address;
    private readonly ILogger<TaskEventBuffer> logger;
    private readonly TimeProvider clock;
    private readonly Task pump;
    private int unreachable;

    /// <summary>Makes a buffer that sends through the given bus, and starts it.</summary>
    /// <param name="endpoints">The bus.</param>
    /// <param name="broker">The broker that the bus is on.</param>
    /// <param name="address">Address of the tracking queue.</param>
    /// <param name="capacity">Events that may wait for their batch.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">Where trouble is told.</param>
    public TaskEventBuffer(
        ISendEndpointProvider endpoints,
        IBrokerConnection broker,
        Uri address,
        int capacity,
        TimeProvider clock,
        ILogger<TaskEventBuffer> logger)
    {
        this.endpoints = endpoints;
        hanging = new HangingConnection(broker);
        this.address = address;
        this.clock = clock;
        this.logger = logger;
        channel = Channel.CreateBounded<Entry>(new BoundedChannelOptions(capacity) { SingleReader = true });
        pump = Task.Run(Pump);
    }

    /// <summary>Adds an event, waiting while the buffer is full.</summary>
    /// <param name="taskEvent">The event.</param>
    /// <param name="cancellationToken">Gives up waiting; the event is then not added.</param>
    public ValueTask Add(TaskEvent taskEvent, CancellationToken cancellationToken) =>
        Add(new Entry(taskEvent, null), cancellationToken);

    /// <summary>Adds an event and waits until the broker has confirmed the batch that it left with.</summary>
    /// <param name="taskEvent">The event.</param>
    /// <param name="cancellationToken">Gives up waiting; the event may be sent all the same.</param>
    /// <exception cref="OperationCanceledException">Given up, or this process is shutting down.</exception>
    public async Task AddConfirmed(TaskEvent taskEvent, CancellationToken cancellationToken)
    {
        var confirmed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Add(new Entry(taskEvent, confirmed), cancellationToken);
        await confirmed.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Waits until everything added so far is confirmed.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task Flush(CancellationToken cancellationToken)
    {
        var confirmed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Add(new Entry(null, confirmed), cancellationToken);
        await confirmed.Task.WaitAsync(cancellationToken);

        var taken = 0;
        try
        {
            for (; taken < BatchesInFlight; taken++)
                await inFlight.WaitAsync(cancellationToken);
        }
        finally
        {
            if (taken > 0)
                inFlight.Release(taken);
        }
    }

    /// <summary>Stops sending. Whoever still waits for a confirmation is told that it will not come.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposed.IsCancellationRequested)
            return;

        channel.Writer.TryComplete();
        await disposed.CancelAsync();
        await pump;
        disposed.Dispose();
    }

    private ValueTask Add(Entry entry, CancellationToken cancellationToken)
    {
        if (!channel.Writer.TryWrite(entry))
            return channel.Writer.WriteAsync(entry, cancellationToken);

        if (full.CurrentCount == 0 && channel.Reader.Count >= BatchSize)
            WakePump();

        return ValueTask.CompletedTask;
    }

    private void WakePump()
    {
        try
        {
            full.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else woke it between the look and the call.
        }
    }

    private async Task Pump()
    {
        try
        {
            while (await channel.Reader.WaitToReadAsync(disposed.Token))
            {
                if (channel.Reader.Count < BatchSize)
                    await full.WaitAsync(Linger, disposed.Token);

                await inFlight.WaitAsync(disposed.Token);
                _ = SendAndRelease(NextBatch());
            }
        }
        catch (OperationCanceledException) when (disposed.IsCancellationRequested)
        {
            // The end; what is left is given up below.
        }

        for (var batch = 0; batch < BatchesInFlight; batch++)
            await inFlight.WaitAsync(CancellationToken.None);
        while (channel.Reader.TryRead(out var entry))
            entry.Confirmed?.TrySetCanceled(CancellationToken.None);
    }

    private List<Entry> NextBatch()
    {
        var batch = new List<Entry>(Math.Min(BatchSize, channel.Reader.Count));
        var length = 0;
        while (batch.Count < BatchSize && length < BatchLength && channel.Reader.TryRead(out var entry))
        {
            batch.Add(entry);
            length += TextLength(entry.Event);
        }

        return batch;
    }

    private async Task SendAndRelease(List<Entry> batch)
    {
        try
        {
            var events = batch.Where(entry => entry.Event is not null).Select(entry => entry.Event!).ToArray();
            if (events.Length > 0)
                await SendUntilConfirmed(new TaskEvents { Events = events });

            foreach (var entry in batch)
                entry.Confirmed?.TrySetResult();
        }
        catch (Exception)
        {
            // Only the end of the process leads here; whoever waits must not settle anything.
            foreach (var entry in batch)
                entry.Confirmed?.TrySetCanceled(CancellationToken.None);
        }
        finally
        {
            inFlight.Release();
        }
    }

    private async Task SendUntilConfirmed(TaskEvents events)
    {
        for (var wait = TimeSpan.FromMilliseconds(100); ; wait = Shorter(2 * wait, LongestWait))
        {
            try
            {
                // A send that waits for a lost connection does so for longer and longer; a new one tries at once.
                using var attempt = CancellationTokenSource.CreateLinkedTokenSource(disposed.Token);
                attempt.CancelAfter(AttemptTimeout);

                var endpoint = await endpoints.GetSendEndpoint(address);
                await hanging.Watch(GuardedSend.Send(endpoint, events, _ => { }, attempt.Token), attempt.Token);

                if (Interlocked.Exchange(ref unreachable, 0) == 1)
                    ProducerLog.EventsFlowAgain(logger, address);
                return;
            }
            catch (Exception exception) when (!disposed.IsCancellationRequested)
            {
                if (Interlocked.Exchange(ref unreachable, 1) == 0)
                    ProducerLog.EventsHeldBack(logger, address, exception.Message);
            }

            await Task.Delay(wait, clock, disposed.Token);
        }
    }

    private static int TextLength(TaskEvent? taskEvent) => taskEvent switch
    {
        TaskSubmitted submitted => submitted.Arguments?.Length ?? 0,
        TaskReceived received => received.Arguments?.Length ?? 0,
        TaskSucceeded succeeded => succeeded.Result?.Length ?? 0,
        TaskStateSet set => set.Meta?.Length ?? 0,
        TaskFailed failed => failed.Error.StackTrace?.Length ?? 0,
        TaskRetrying retrying => retrying.Error.StackTrace?.Length ?? 0,
        _ => 0,
    };

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private readonly record struct Entry(TaskEvent? Event, TaskCompletionSource? Confirmed);
}
