using Messaging.PullTransport;

namespace Messaging.Redis;

/// <summary>The commands of one connection, in their order: those to be written, then those to be answered.</summary>
internal sealed class RedisRequests : IDisposable
{
    private readonly Lock gate = new();
    private readonly Queue<RedisRequest> unsent = new();
    private readonly Queue<RedisRequest> unanswered = new();
    private readonly SemaphoreSlim work = new(0);
    private BrokerUnavailableException? fault;

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

    public void Add(RedisRequest request)
    {
        bool isFirst;
        lock (gate)
        {
            if (fault is not null)
            {
                request.SetException(Again(fault));
                return;
            }

            unsent.Enqueue(request);
            isFirst = unsent.Count == 1;
        }

        if (isFirst)
            work.Release();
    }

    /// <summary>Waits for commands to be written and adds them to a list.</summary>
    public async Task Take(List<RedisRequest> taken, CancellationToken cancellationToken)
    {
        await work.WaitAsync(cancellationToken);
        lock (gate)
        {
            while (unsent.TryDequeue(out var request))
            {
                unanswered.Enqueue(request);
                taken.Add(request);
            }
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

    public void Dispose() => work.Dispose();

    private static BrokerUnavailableException Again(BrokerUnavailableException reason) =>
        new(reason.Message, reason.InnerException);
}
