using Messaging.Contracts;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Messaging.RabbitMq;

/// <summary>
/// Acknowledges the deliveries of a channel many at a time: to RabbitMQ it costs the same for one message as for all up
/// to it, and the ends of many tasks are confirmed together. Which go when is up to <see cref="OpenDeliveries"/>, whose
/// moments last two milliseconds.
/// </summary>
internal sealed class Acknowledgements(IChannel channel)
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(2);

    private readonly Lock gate = new();
    private readonly OpenDeliveries deliveries = new();

    /// <summary>Sent one after the other: an acknowledgement of several must not come behind a later one.</summary>
    private readonly Queue<DueAcknowledgements> due = new();
    private DueAcknowledgements? underWay;
    private readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ShutdownEventArgs? lost;
    private bool isSending;
    private bool isTicking;

    /// <summary>A delivery has come that is to be acknowledged or returned.</summary>
    public void Delivered(ulong tag)
    {
        lock (gate)
            deliveries.Add(tag);
    }

    /// <summary>Gives a delivery back.</summary>
    /// <returns>Done when that has been sent, or the channel is gone, with which all goes back.</returns>
    public async Task Return(ulong tag)
    {
        var sending = channel.BasicNackAsync(tag, multiple: false, requeue: true, CancellationToken.None).AsTask();
        await Task.WhenAny(sending, gone.Task);
        if (gone.Task.IsCompleted)
        {
            sending.IgnoreFault();
            return;
        }

        await sending;
        lock (gate)
            deliveries.Return(tag);
    }

    /// <summary>Acknowledges a delivery.</summary>
    /// <returns>Done when that has been sent, some milliseconds later at most.</returns>
    public Task Add(ulong tag)
    {
        var done = new Acknowledgement(tag);
        bool send, tick;
        lock (gate)
        {
            if (lost is { } reason)
                return Task.FromException(new AlreadyClosedException(reason));

            send = IsToBeSent(deliveries.Acknowledge(done));
            tick = !isTicking && deliveries.IsAnyDone;
            isTicking |= tick;
        }

        if (send)
            _ = SendAll();
        if (tick)
            ThreadPool.UnsafeQueueUserWorkItem(static all => _ = all.Tick(), this, preferLocal: false);
        return done.Sent;
    }

    /// <summary>The channel is gone; lets go of all who wait.</summary>
    public void Lose(ShutdownEventArgs reason)
    {
        lock (gate)
        {
            lost = reason;
            gone.TrySetResult();
            if (deliveries.TakeAll() is { } left)
                due.Enqueue(left);
            if (underWay is not null)
                due.Enqueue(underWay);
            while (due.TryDequeue(out var unsent))
                Fail(unsent, new AlreadyClosedException(reason));
        }
    }

    private async Task Tick()
    {
        bool goesOn;
        do
        {
            await Task.Delay(Moment);
            bool send;
            lock (gate)
            {
                send = IsToBeSent(deliveries.Tick());
                goesOn = isTicking = deliveries.IsAnyDone;
            }

            if (send)
                _ = SendAll();
        }
        while (goesOn);
    }

    /// <summary>Whether somebody has to begin to send.</summary>
    private bool IsToBeSent(DueAcknowledgements? now)
    {
        if (now is null)
            return false;

        due.Enqueue(now);
        if (isSending)
            return false;

        return isSending = true;
    }

    private async Task SendAll()
    {
        while (NextDue() is { } next)
        {
            try
            {
                await Send(next);
            }
            catch (Exception exception)
            {
                Fail(next, exception);
            }
        }
    }

    private DueAcknowledgements? NextDue()
    {
        lock (gate)
        {
            isSending = due.TryDequeue(out underWay);
            return underWay;
        }
    }

    private async Task Send(DueAcknowledgements next)
    {
        if (next.Together is [.., var last])
            await channel.BasicAckAsync(last.Tag, multiple: next.Together.Count > 1, CancellationToken.None);
        foreach (var done in next.Alone)
            await channel.BasicAckAsync(done.Tag, multiple: false, CancellationToken.None);

        foreach (var done in next.All)
            done.Confirm();
    }

    private static void Fail(DueAcknowledgements unsent, Exception exception)
    {
        foreach (var done in unsent.All)
            done.Fail(exception);
    }
}
