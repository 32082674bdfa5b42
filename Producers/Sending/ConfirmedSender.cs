using MassTransit;

namespace Messaging.Producers;

/// <summary>
/// Sends messages that must not be lost: each again and again until the broker confirms it, with a wait in between that
/// grows from 0.1 to 2 s. A message may arrive twice, never not at all, unless it is given up.
/// </summary>
/// <param name="endpoints">The bus; looked up for each send, since it is made later than those who need it.</param>
/// <param name="clock">Measures the waits.</param>
/// <param name="onUnreachable">Told once, with the reason, when a send fails after one that did not.</param>
/// <param name="onReachable">Told once when a send is confirmed after one that failed.</param>
internal sealed class ConfirmedSender(
    Func<ISendEndpointProvider> endpoints,
    TimeProvider clock,
    Action<Uri, string> onUnreachable,
    Action<Uri> onReachable)
{
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private int unreachable;

    /// <summary>Sends a message, however long that takes.</summary>
    /// <exception cref="OperationCanceledException">Given up; the message may be sent all the same.</exception>
    public async Task Send<T>(
        Uri address, T message, Action<SendContext> configure, CancellationToken cancellationToken)
        where T : class
    {
        for (var wait = FirstWait; ; wait = 2 * wait < LongestWait ? 2 * wait : LongestWait)
        {
            try
            {
                // A send that waits for a lost connection does so for longer and longer; a new one tries at once.
                using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                attempt.CancelAfter(AttemptTimeout);

                var endpoint = await endpoints().GetSendEndpoint(address);
                await GuardedSend.Send(endpoint, message, configure, attempt.Token);

                if (Interlocked.Exchange(ref unreachable, 0) == 1)
                    onReachable(address);
                return;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                if (Interlocked.Exchange(ref unreachable, 1) == 0)
                    onUnreachable(address, exception.Message);
            }

            await Task.Delay(wait, clock, cancellationToken);
        }
    }
}
