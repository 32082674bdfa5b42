using Messaging.PullTransport;

namespace Messaging.Redis;

/// <summary>The commands of one connection, in their order: those to be written, then those to be answered.</summary>
internal sealed class RedisRequests
{
    private readonly Lock gate = new();
    private readonly Queue<RedisRequest> unsent = new();
    private readonly Queue<RedisRequest> unanswered = new();
    private BrokerUnavailableException? fault;
    private bool isWriting;

    /// <summary>Whether commands are still taken.</summary>
    public bool IsOpen
    {
        get
        {
            lock (gate)
                return fault is null;
        }
    }

    /// <summary>The next one to be answered; <c>null</c> if none waits.</summary>
    public RedisRequest? Oldest
    {
        get
        {
            lock (gate)
                return unanswered.TryPeek(out var sent) || unsent.TryPeek(out sent) ? sent : null;
        }
    }

    /// <summary>Adds one to those to be written.</summary>
    /// <returns>Whether nobody writes, so that the caller has to, until <see cref="Take"/> has nothing more.</returns>
    public bool Add(RedisRequest request)
    {
        lock (gate)
        {
            if (fault is not null)
            {
                request.SetException(Again(fault));
                return false;
            }

            unsent.Enqueue(request);
            var isFree = !isWriting;
            isWriting = true;
            return isFree;
        }
    }

    /// <summary>Adds what is to be written to a list.</summary>
    /// <returns>Whether there is any; if not, the caller writes no more.</returns>
    public bool Take(List<RedisRequest> taken)
    {
        lock (gate)
        {
            while (unsent.TryDequeue(out var request))
            {
                unanswered.Enqueue(request);
                taken.Add(request);
            }

            isWriting = taken.Count > 0;
            return isWriting;
        }
    }

    /// <summary>Hands an answer to the command that it belongs to.</summary>
    /// <exception cref="InvalidDataException">Nobody has asked.</exception>
    public void Answer(RespValue value)
    {
        RedisRequest? request;
        lock (gate)
        {
            if (!unanswered.TryDequeue(out request))
                throw new InvalidDataException("It answered what nobody had asked.");
        }

        request.TrySetResult(value);
    }

    /// <summary>Lets all fail that wait, and whatever comes.</summary>
    /// <returns>Whether it was the first time.</returns>
    public bool Fail(BrokerUnavailableException reason)
    {
        RedisRequest[] all;
        lock (gate)
        {
            if (fault is not null)
                return false;

            fault = reason;
            all = [.. unanswered, .. unsent];
            unanswered.Clear();
            unsent.Clear();
        }

        // Each has an exception of its own, as each adds its own stack trace.
        foreach (var request in all)
            request.TrySetException(Again(reason));

        return true;
    }

    private static BrokerUnavailableException Again(BrokerUnavailableException reason) =>
        new(reason.Message, reason.InnerException);
}
