using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Messaging.RabbitMq;

/// <summary>
/// What has been published on a channel and not been confirmed, by its number on the channel, counted from 1 (RabbitMQ's
/// publisher confirms).
/// </summary>
internal sealed class UnconfirmedPublications
{
    private readonly Lock gate = new();
    private readonly Dictionary<ulong, Publication> byNumber = [];
    private ulong first = 1;
    private ShutdownEventArgs? lost;

    /// <summary>Waits for a confirm.</summary>
    /// <exception cref="AlreadyClosedException">The channel is lost.</exception>
    public void Add(ulong number, Publication publication)
    {
        lock (gate)
        {
            if (lost is not null)
                throw new AlreadyClosedException(lost);

            byNumber[number] = publication;
        }
    }

    public Publication? Remove(ulong number)
    {
        lock (gate)
        {
            byNumber.Remove(number, out var publication);
            return publication;
        }
    }

    /// <summary>The broker has one, or all up to it.</summary>
    public void Confirm(ulong number, bool multiple) =>
        Settle(number, multiple, static (publication, _) => publication.Confirm());

    /// <summary>The broker could not take one, or any up to it.</summary>
    public void Refuse(ulong number, bool multiple) =>
        Settle(number, multiple, static (publication, number) => publication.Fail(new PublishException(number, false)));

    /// <summary>Done when all that is there now is confirmed or has failed.</summary>
    public Task Confirms()
    {
        lock (gate)
            return Task.WhenAll(byNumber.Values.Select(publication => publication.Confirmed).ToArray());
    }

    /// <summary>Nothing more comes from the broker. What became of the messages is not known.</summary>
    public void Lose(ShutdownEventArgs reason)
    {
        lock (gate)
        {
            lost = reason;
            foreach (var publication in byNumber.Values)
                publication.Fail(new AlreadyClosedException(reason));
            byNumber.Clear();
        }
    }

    private void Settle(ulong number, bool multiple, Action<Publication, ulong> settle)
    {
        lock (gate)
        {
            // Each number is passed once: what was settled by itself is no longer there.
            for (var each = multiple ? first : number; each <= number; each++)
            {
                if (byNumber.Remove(each, out var publication))
                    settle(publication, each);
            }

            if (number >= first && (multiple || number == first))
                first = number + 1;
        }
    }
}
