using MassTransit;
using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines;

/// <summary>
/// Tells the workers of a revocation that is in the store. Whoever made it has told those that were connected; one that
/// connected later and asked too soon what is revoked, and all if its maker died before it told them, hear of it so. While
/// the broker does not take it, it is tried again, and the revocation is not settled.
/// </summary>
internal sealed class RevocationNotice(IPublishEndpoint bus, TimeProvider clock, ILogger<RevocationNotice> logger)
{
    private static readonly TimeSpan LongestPublish = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    /// <summary>Publishes it.</summary>
    /// <param name="revocation">The message, as its maker published it.</param>
    /// <param name="cancellationToken">Gives up; the message must not be settled then.</param>
    public async Task Publish<TRevocation>(TRevocation revocation, CancellationToken cancellationToken)
        where TRevocation : class
    {
        for (var failures = 0; await TryPublish(revocation, cancellationToken) is { } failure; failures++)
        {
            if (failures == 0)
                TrackerLog.WorkersNotTold(logger, failure);
            await Task.Delay(Wait, clock, cancellationToken);
        }
    }

    /// <summary>Publishes it, if that takes no longer than ten seconds.</summary>
    /// <returns>Why it was not published; <c>null</c> if it was.</returns>
    private async Task<string?> TryPublish<TRevocation>(TRevocation revocation, CancellationToken cancellationToken)
        where TRevocation : class
    {
        try
        {
            // Not ours: a request to RabbitMQ that is cancelled on its way leaves the channel of all sends unusable.
            await bus.Publish(revocation, CancellationToken.None).WaitAsync(LongestPublish, clock, cancellationToken);
            return null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return exception.Message;
        }
    }
}
