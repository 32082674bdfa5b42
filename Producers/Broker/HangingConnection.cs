namespace Messaging.Producers;

/// <summary>
/// Finds a connection that hangs: a message is not confirmed for long, and yet the broker answers on another connection.
/// It is then given up for a new one. At most twice a minute, since that disturbs everything else on it.
/// </summary>
internal sealed class HangingConnection(IBrokerConnection broker)
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan BetweenReconnections = TimeSpan.FromSeconds(30);

    private long lastReconnection;

    /// <summary>Waits for a message to be confirmed.</summary>
    public async Task Watch(Task sending, CancellationToken cancellationToken)
    {
        try
        {
            await sending.WaitAsync(Long, cancellationToken);
        }
        catch (TimeoutException) when (!sending.IsCompleted)
        {
            if (await broker.FindFault(cancellationToken) is null && !sending.IsCompleted && IsTime())
                broker.Reconnect();

            await sending;
        }
    }

    private bool IsTime()
    {
        var now = Environment.TickCount64;
        var last = Interlocked.Read(ref lastReconnection);
        return (last == 0 || now - last > BetweenReconnections.TotalMilliseconds)
            && Interlocked.CompareExchange(ref lastReconnection, now, last) == last;
    }
}
