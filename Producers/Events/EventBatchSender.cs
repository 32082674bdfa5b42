using MassTransit;
using Messaging.Contracts;
using Microsoft.Extensions.Logging;

namespace Messaging.Producers;

/// <summary>
/// Sends batches of events to the trackers, each again and again until the broker confirms it. Events may arrive twice,
/// never not at all; they commute, so that is harmless.
/// </summary>
internal sealed class EventBatchSender(
    ISendEndpointProvider endpoints,
    Uri address,
    TimeProvider clock,
    ILogger<TaskEventBuffer> logger)
{
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private int unreachable;

    /// <summary>Sends a batch, however long that takes.</summary>
    /// <exception cref="OperationCanceledException">Given up.</exception>
    public async Task SendUntilConfirmed(TaskEvents events, CancellationToken cancellationToken)
    {
        for (var wait = TimeSpan.FromMilliseconds(100); ; wait = Shorter(2 * wait, LongestWait))
        {
            try
            {
                // A send that waits for a lost connection does so for longer and longer; a new one tries at once.
                using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                attempt.CancelAfter(AttemptTimeout);

                var endpoint = await endpoints.GetSendEndpoint(address);
                await GuardedSend.Send(endpoint, events, _ => { }, attempt.Token);

                if (Interlocked.Exchange(ref unreachable, 0) == 1)
                    ProducerLog.EventsFlowAgain(logger, address);
                return;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                if (Interlocked.Exchange(ref unreachable, 1) == 0)
                    ProducerLog.EventsHeldBack(logger, address, exception.Message);
            }

            await Task.Delay(wait, clock, cancellationToken);
        }
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
