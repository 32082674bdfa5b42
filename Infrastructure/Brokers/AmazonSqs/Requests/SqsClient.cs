using System.Text.Json;
using Messaging.PullTransport;

namespace Messaging.AmazonSqs;

/// <summary>
/// Asks SQS, again with growing pauses if the connection breaks, SQS has a bad moment or wants fewer requests. Asking
/// again may do a thing twice: a message that was sent may be there twice, and messages of an answer that got lost are
/// locked until their lock time is over.
/// </summary>
internal sealed class SqsClient : IDisposable
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(10);

    private readonly TimeProvider time;
    private readonly SqsTransport transport;

    public SqsClient(AmazonSqsAddress address, TimeProvider time)
    {
        this.time = time;
        Clock = new ServerClock(time);
        transport = new SqsTransport(address, Clock, time);
    }

    /// <summary>SQS's time.</summary>
    public ServerClock Clock { get; }

    /// <summary>Asks for something.</summary>
    /// <param name="action">What for.</param>
    /// <param name="request">With what.</param>
    /// <param name="cancellationToken">Gives up, in the middle of it if need be.</param>
    /// <param name="wait">How long SQS may wait before it answers. What waits is asked for once only.</param>
    /// <exception cref="SqsException">SQS will not do it.</exception>
    /// <exception cref="WaitBrokenException">It was to wait, and was not answered.</exception>
    /// <exception cref="BrokerUnavailableException">
    /// SQS cannot be reached, or does not let this process do it.
    /// </exception>
    public async Task<TAnswer> Ask<TRequest, TAnswer>(
        SqsAction<TRequest, TAnswer> action,
        TRequest request,
        CancellationToken cancellationToken,
        TimeSpan wait = default)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(request, action.Request);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answer = await transport.Post(action.Name, body, wait + LongestAnswer, cancellationToken);
                return action.Read(answer);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException
                or SqsException { IsPassing: true } or ClockWasWrongException or JsonException)
            {
                if (wait > TimeSpan.Zero)
                    throw new WaitBrokenException(action.Name, exception);
                if (attempt >= Backoff.MostAttempts)
                    throw transport.Unavailable(exception);
            }
            catch (TimeoutException exception)
            {
                // Tried once only: it has taken long enough.
                throw wait > TimeSpan.Zero
                    ? new WaitBrokenException(action.Name, exception)
                    : transport.Unavailable(exception);
            }
            catch (SqsException exception) when (exception.IsDenied)
            {
                throw transport.Denied(exception, action.Name);
            }

            await Task.Delay(Backoff.After(attempt), time, cancellationToken);
        }
    }

    public void Dispose() => transport.Dispose();
}
