using Messaging.PullTransport;

namespace Messaging.PostgreSql;

/// <summary>Keeps a session with the server that tells of messages, from the first time that somebody waits.</summary>
internal sealed class Listener(BrokerDatabase database, TimeProvider time) : IAsyncDisposable
{
    private readonly SemaphoreSlim opening = new(1);
    private volatile ListeningSession? session;

    /// <summary>Has the server tell of messages of a queue.</summary>
    /// <returns><c>null</c> if it does so only from now on: messages may have come before.</returns>
    /// <exception cref="BrokerUnavailableException">The server cannot be used at the moment.</exception>
    public async Task<Mark?> Mark(KnownQueue queue, CancellationToken cancellationToken)
    {
        if (session is not { IsOpen: true } open)
            open = await Open(cancellationToken);
        if (open.Find(queue) is { } mark)
            return mark;

        await open.Mark(queue, cancellationToken);
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await opening.WaitAsync(CancellationToken.None);
        if (session is { } open)
            await open.DisposeAsync();
        opening.Dispose();
    }

    private async Task<ListeningSession> Open(CancellationToken cancellationToken)
    {
        await opening.WaitAsync(cancellationToken);
        try
        {
            if (session is { IsOpen: true } open)
                return open;
            if (session is { } lost)
                await lost.DisposeAsync();

            return session = await ListeningSession.Open(database, time, cancellationToken);
        }
        finally
        {
            opening.Release();
        }
    }
}
