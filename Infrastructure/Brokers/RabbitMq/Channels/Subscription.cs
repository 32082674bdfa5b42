using MassTransit;
using Messaging.Hosting;

namespace Messaging.RabbitMq;

/// <summary>
/// MassTransit's consumer of a queue, from its basic.consume to its basic.cancel. In between the queue may be closed and
/// opened (<see cref="ClosedQueues"/>), of which MassTransit does not hear:
/// <list type="number">
/// <item>When it is closed, RabbitMQ is told basic.cancel. MassTransit would end its consumer with that, and break off
/// what runs; so it goes on, and is settled over the same channel. What only waits goes back
/// (<see cref="DetachedConsumer"/>).</item>
/// <item>When it is opened, RabbitMQ is told basic.consume, by another name each time: by the same one, deliveries that
/// were on their way at the cancellation make quorum queues of RabbitMQ 3.10 lose their count and close the channel.</item>
/// <item>The changes are made one after the other, each as the queue is then. So there is never a second consumer.</item>
/// <item>The loss of the channel ends all, and so does a cancellation by RabbitMQ, of which MassTransit hears. If the queue
/// is closed when the next channel is made, MassTransit is told that it consumes, and it does when the queue is
/// opened.</item>
/// </list>
/// </summary>
internal sealed class Subscription
{
    private readonly string queue;
    private readonly ClosedQueues queues;
    private readonly DetachedConsumer consumer;
    private readonly Task lost;
    private readonly Func<string, Task<string>> consume;
    private readonly Func<string, Task> cancel;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task over;
    private Task following = Task.CompletedTask;
    private string? current;

    /// <summary>Does nothing yet.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="queues">Says whether it is closed.</param>
    /// <param name="consumer">The consumer.</param>
    /// <param name="lost">Done when the channel is closed.</param>
    /// <param name="consume">basic.consume under a tag, or one that RabbitMQ chooses for an empty one; returns it.</param>
    /// <param name="cancel">basic.cancel.</param>
    public Subscription(
        string queue,
        ClosedQueues queues,
        DetachedConsumer consumer,
        Task lost,
        Func<string, Task<string>> consume,
        Func<string, Task> cancel)
    {
        this.queue = queue;
        this.queues = queues;
        this.consumer = consumer;
        this.lost = lost;
        this.consume = consume;
        this.cancel = cancel;
        over = Task.WhenAny(lost, ended.Task, consumer.Cancelled);
    }

    /// <summary>Begins.</summary>
    /// <param name="tag">The consumer's tag; may be empty.</param>
    /// <returns>The tag by which MassTransit knows the consumer from now on.</returns>
    public async Task<string> Begin(string tag)
    {
        if (!queues.Closed(queue).IsCancellationRequested)
        {
            tag = current = await consume(tag);
        }
        else
        {
            tag = tag.Length == 0 ? NewTag() : tag;
            await consumer.HandleBasicConsumeOkAsync(tag);
        }

        following = Follow(tag);
        return tag;
    }

    /// <summary>Ends; when it is done nothing is delivered any more.</summary>
    public Task End()
    {
        ended.TrySetResult();
        return following;
    }

    private static string NewTag() => $"messaging-{Guid.NewGuid():N}";

    private async Task Follow(string tag)
    {
        try
        {
            while (await HasChanged())
                current = current is null ? await consume(NewTag()) : await Cancel(current);
            if (current is not null && !lost.IsCompleted)
                await cancel(current);
        }
        catch (Exception) when (lost.IsCompleted)
        {
            // The consumer has heard of that.
        }
        catch (Exception exception) when (!ended.Task.IsCompleted)
        {
            // As if RabbitMQ had cancelled it: MassTransit makes a new one.
            LogContext.Warning?.Log(exception, "The consumer of queue {Queue} is made anew", queue);
            await consumer.HandleBasicCancelAsync(tag);
        }
    }

    /// <summary>Waits until the queue is not as it was.</summary>
    /// <returns>Whether it has changed; <c>false</c> if it is all over.</returns>
    private async Task<bool> HasChanged()
    {
        if (current is null)
        {
            await Task.WhenAny(queues.Opened(queue), over);
        }
        else
        {
            var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var watch = queues.Closed(queue).Register(closed.SetResult);
            await Task.WhenAny(closed.Task, over);
        }

        return !over.IsCompleted;
    }

    private async Task<string?> Cancel(string tag)
    {
        await cancel(tag);
        return null;
    }
}
