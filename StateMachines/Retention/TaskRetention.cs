using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines;

/// <summary>
/// Has expired tasks and dead letters removed, and forgotten what is of no use any more (retries that were sent, rules of
/// revocation, limits), about once a minute. Trackers that were started together drift apart; the store sees to it that
/// only one of them works at a time.
/// </summary>
internal sealed class TaskRetention(
    TrackerStores stores, TaskExpiry expiry, TimeProvider clock, Random random, ILogger<TaskRetention> logger)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>
    /// No broker leaves a message with a worker for longer without asking for it back, RabbitMQ for half an hour.
    /// </summary>
    private static readonly TimeSpan RetriesAreRemembered = TimeSpan.FromHours(1);

    private bool isFailing;

    /// <summary>Goes on until it is cancelled, which it takes for its end.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(First * random.NextDouble(), clock, cancellationToken);
            while (true)
            {
                await Pass(cancellationToken);
                await Task.Delay(Interval * (0.8 + (0.4 * random.NextDouble())), clock, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process ends. What has not been removed is removed by the next one.
        }
    }

    /// <summary>Nothing that goes wrong here is of any urgency, and all of it may have passed in a minute.</summary>
    private async Task Pass(CancellationToken cancellationToken)
    {
        try
        {
            var removed = await stores.Tasks.Expire(expiry, clock.GetUtcNow(), cancellationToken);
            await stores.ScheduledMessages.Forget(clock.GetUtcNow() - RetriesAreRemembered, cancellationToken);
            await stores.Revocations.Forget(clock.GetUtcNow(), cancellationToken);
            await stores.Limits.Forget(cancellationToken);
            await stores.DeadLetters.Expire(clock.GetUtcNow() - expiry.Failures, cancellationToken);
            if (removed > 0)
                TrackerLog.Expired(logger, removed);
            if (isFailing)
                TrackerLog.ExpiresAgain(logger);
            isFailing = false;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (!isFailing)
                TrackerLog.NotExpired(logger, exception, exception.Message);
            isFailing = true;
        }
    }
}
