namespace Messaging.StateMachines;

/// <summary>
/// Uses the store, waiting while it cannot be used. Nothing is settled meanwhile, so the events wait in their queue.
/// </summary>
/// <param name="clock">The clock.</param>
/// <param name="away">Tells that the store cannot be used, and why; once until it can.</param>
/// <param name="back">Tells that it can be used again.</param>
internal sealed class StoreAvailability(TimeProvider clock, Action<string> away, Action back)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);
    private int isAway;

    /// <summary>Uses the store until it succeeds.</summary>
    /// <exception cref="OperationCanceledException">Given up.</exception>
    public Task Use(Func<CancellationToken, Task> use, CancellationToken cancellationToken) => Use(
        async token =>
        {
            await use(token);
            return true;
        },
        cancellationToken);

    /// <summary>Uses the store until it succeeds.</summary>
    /// <exception cref="OperationCanceledException">Given up.</exception>
    public async Task<T> Use<T>(Func<CancellationToken, Task<T>> use, CancellationToken cancellationToken)
    {
        for (var wait = FirstWait; ; wait = wait < LongestWait ? 2 * wait : wait)
        {
            try
            {
                var result = await use(cancellationToken);
                if (isAway == 1 && Interlocked.Exchange(ref isAway, 0) == 1)
                    back();
                return result;
            }
            catch (Exception exception) when (exception is TaskStoreUnavailableException or TaskStoreRefusedException)
            {
                if (Interlocked.Exchange(ref isAway, 1) == 0)
                    away(exception.Message);
            }

            await Task.Delay(wait, clock, cancellationToken);
        }
    }
}
