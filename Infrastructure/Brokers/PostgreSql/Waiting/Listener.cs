using Messaging.PullTransport;
using Microsoft.Extensions.Logging;

namespace Messaging.PostgreSql;

/// <summary>Keeps a session with the server that tells of messages, from the first time that somebody waits.</summary>
internal sealed class Listener(BrokerDatabase database, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    // Never disposed of, as somebody may still wait for it; it holds nothing that has to be given back.
    private readonly SemaphoreSlim opening = new(1);
    private volatile ListeningSession? session;
    private bool isDisposed;

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
        try
        {
            isDisposed = true;
            if (session is { } open)
                await open.DisposeAsync();
        }
        finally
        {
            opening.Release();
        }
    }

    private async Task<ListeningSession> Open(CancellationToken cancellationToken)
    {
        await opening.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            if (session is { IsOpen: true } open)
                return open;
            if (session is { } lost)
            {
                session = null;
                await lost.DisposeAsync();
            }

            return session = await ListeningSession.Open(database, time, logger, cancellationToken);
        }
        finally
        {
            opening.Release();
        }
    }
}
