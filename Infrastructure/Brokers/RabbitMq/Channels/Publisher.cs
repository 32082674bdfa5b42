using System.Collections.Concurrent;
using MassTransit;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using PublishException = RabbitMQ.Client.Exceptions.PublishException;

namespace Messaging.RabbitMq;

/// <summary>
/// Publishes the messages of a channel one after the other and follows their confirms.
/// <para>
/// RabbitMQ.Client (7.1) has all publishers of a channel wait for one lock. Its shutdown waits there too, and whoever waits
/// while the channel is disposed waits for ever; a wait that is cancelled gives back a lock that somebody else holds. Here
/// only one is ever inside.
/// </para>
/// </summary>
internal sealed class Publisher
{
    /// <summary>Why nothing is published on a channel that has been closed in order.</summary>
    public static readonly ShutdownEventArgs Closed = new(
        ShutdownInitiator.Application, Constants.ReplySuccess, "The channel is closed");

    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestConfirm = TimeSpan.FromSeconds(2);

    private readonly IChannel channel;
    private readonly UnconfirmedPublications? unconfirmed;
    private readonly ConcurrentQueue<Publication?> waiting = new();
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private volatile ShutdownEventArgs? lost;
    private int present;

    public Publisher(IChannel channel, bool confirms)
    {
        this.channel = channel;
        if (!confirms)
            return;

        unconfirmed = new UnconfirmedPublications();
        channel.BasicAcksAsync += (_, ack) =>
        {
            unconfirmed.Confirm(ack.DeliveryTag, ack.Multiple);
            return Task.CompletedTask;
        };
        channel.BasicNacksAsync += (_, nack) =>
        {
            unconfirmed.Refuse(nack.DeliveryTag, nack.Multiple);
            return Task.CompletedTask;
        };
        channel.BasicReturnAsync += (_, message) =>
        {
            Return(message);
            return Task.CompletedTask;
        };
    }

    /// <summary>Publishes; <see cref="Publication.Confirmed"/> says when it is there.</summary>
    public void Publish(Publication publication) => Add(publication);

    /// <summary>Lets go of all who wait.</summary>
    public void Lose(ShutdownEventArgs reason)
    {
        lost = reason;
        unconfirmed?.Lose(reason);
    }

    /// <summary>
    /// Publishes what is waiting and nothing more. Done when nothing is being published, and the broker has had a moment
    /// to confirm.
    /// </summary>
    public async Task Stop()
    {
        Add(null);
        // A broker that takes nothing in for the moment (connection.blocked) may hold it up for longer.
        await stopped.Task.WaitAsync(LongestStop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lost ??= Closed;
        if (unconfirmed is not null)
        {
            await unconfirmed.Confirms().WaitAsync(LongestConfirm)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Add(Publication? publication)
    {
        waiting.Enqueue(publication);
        if (Interlocked.Increment(ref present) == 1)
            ThreadPool.UnsafeQueueUserWorkItem(static publisher => _ = publisher.WriteAll(), this, preferLocal: false);
    }

    private async Task WriteAll()
    {
        do
        {
            // It is counted after it was put there. The end of all is marked by none.
            if (waiting.TryDequeue(out var publication) && publication is not null)
                await Write(publication);
            else
                stopped.TrySetResult();
        }
        while (Interlocked.Decrement(ref present) > 0);
    }

    private async ValueTask Write(Publication publication)
    {
        ulong? number = null;
        try
        {
            if (lost is { } reason)
                throw new AlreadyClosedException(reason);

            if (unconfirmed is not null)
            {
                number = await channel.GetNextPublishSequenceNumberAsync(CancellationToken.None);
                unconfirmed.Add(number.Value, publication);
                // Says which one it was, should it come back.
                if (publication.Mandatory)
                    (publication.Properties.Headers ??= new Dictionary<string, object?>(StringComparer.Ordinal))
                        [Constants.PublishSequenceNumberHeader] = (long)number.Value;
            }

            await channel.BasicPublishAsync(
                publication.Exchange,
                publication.RoutingKey,
                publication.Mandatory,
                publication.Properties,
                publication.Body,
                CancellationToken.None);
            if (unconfirmed is null)
                publication.Confirm();
        }
        catch (Exception exception)
        {
            if (number is { } unsent)
                unconfirmed?.Remove(unsent);
            publication.Fail(exception);
        }
    }

    private void Return(BasicReturnEventArgs message)
    {
        if (message.BasicProperties.Headers?.TryGetValue(Constants.PublishSequenceNumberHeader, out var header) == true
            && header is long number)
        {
            unconfirmed?.Remove((ulong)number)?.Fail(new MessageReturnedException(
                $"RabbitMQ has no queue for the message to exchange '{message.Exchange}' with routing key "
                + $"'{message.RoutingKey}': {message.ReplyText}",
                new PublishException((ulong)number, isReturn: true)));
        }
    }
}
