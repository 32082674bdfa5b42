using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines;

/// <summary>
/// Uses the store, waiting while it cannot be used. Nothing is settled meanwhile, so the events wait in their queue.
/// </summary>
internal sealed class StoreAvailability(TimeProvider clock, ILogger<TaskTracker> logger)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);
    private int away;

    /// <summary>Uses the store until it succeeds.</summary>
    /// <exception cref="OperationCanceledException">Given up.</exception>
    public async Task<T> Use<T>(Func<CancellationToken, Task<T>> use, CancellationToken cancellationToken)
    {
        for (var wait = FirstWait; ; wait = wait < LongestWait ? 2 * wait : wait)
        {
            try
            {
                var result = await use(cancellationToken);
                if (away == 1 && Interlocked.Exchange(ref away, 0) == 1)
                    TrackerLog.StoreIsBack(logger);
                return result;
            }
            catch (Exception exception) when (exception is TaskStoreUnavailableException or TaskStoreRefusedException)
            {
                if (Interlocked.Exchange(ref away, 1) == 0)
                    TrackerLog.StoreIsAway(logger, exception.Message);
            }

            await Task.Delay(wait, clock, cancellationToken);
        }
    }
}
