using System.Runtime.Serialization;
using System.Text.Json;
using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>
/// Sends with a deadline, and finds out early when the broker is gone.
/// <list type="number">
/// <item>The send is given a moment; normally that is all. One that fails at once is made again after 0, 0.2 and
/// 0.4 s.</item>
/// <item>If it is still not confirmed, the broker is probed. If it answers, the send goes on until the deadline: it is
/// slow, and sending again would only add to that.</item>
/// <item>If it does not answer, it is probed again after 0, 0.2 and 0.4 s. After that the send is given up.</item>
/// </list>
/// The waits are Celery's publish retry policy (start 0, step 0.2, max 1, three retries).
/// </summary>
internal sealed class PublishRetry(IBrokerConnection broker, ProducerOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(0.2);
    private const int Retries = 3;

    public async Task Send(string what, Func<CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.SendTimeout, clock);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);

        var sending = SendAgain(send, giveUp.Token);
        if (sending.IsCompletedSuccessfully)
            return;

        var watching = Watch(sending, giveUp.Token);
        try
        {
            if (await Task.WhenAny(sending, watching) == sending)
                await sending;
            else
                throw new BrokerUnreachableException(broker.Address, what, await watching);
        }
        catch (OperationCanceledException exception) when (deadline.IsCancellationRequested
            && !cancellationToken.IsCancellationRequested)
        {
            throw new BrokerUnreachableException(
                broker.Address, what, $"no confirmation within {options.SendTimeout}.", exception);
        }
        catch (Exception exception) when (IsTransportFault(exception, cancellationToken))
        {
            var reason = await Probe(cancellationToken) ?? exception.Message;
            throw new BrokerUnreachableException(broker.Address, what, reason, exception);
        }
        finally
        {
            await giveUp.CancelAsync();
            // Both may end after nobody looks at them any more; their exceptions are known by then.
            sending.IgnoreFault();
            watching.IgnoreFault();
        }
    }

    private async Task SendAgain(Func<CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        for (var retry = 0; ; retry++)
        {
            try
            {
                await send(cancellationToken);
                return;
            }
            catch (Exception exception) when (retry < Retries && IsTransportFault(exception, cancellationToken))
            {
                await Task.Delay(retry * Step, clock, cancellationToken);
            }
        }
    }

    /// <summary>
    /// Whatever is not the message's or the caller's own fault. Each broker has exceptions of its own; MassTransit
    /// throws a cancellation, too, when it gives a connection up.
    /// </summary>
    private static bool IsTransportFault(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        BrokerUnreachableException or SerializationException or JsonException or NotSupportedException
            or ArgumentException => false,
        _ => true,
    };

    /// <summary>Ends only when the broker is found to be gone, with the reason.</summary>
    private async Task<string> Watch(Task sending, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Moment, clock, cancellationToken);

            string? fault = await Probe(cancellationToken);
            for (var retry = 0; fault is not null && retry < Retries && !sending.IsCompleted; retry++)
            {
                await Task.Delay(retry * Step, clock, cancellationToken);
                fault = await Probe(cancellationToken);
            }

            if (fault is not null)
                return fault;
        }
    }

    private async Task<string?> Probe(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(ProbeTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await broker.FindFault(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"it did not answer within {ProbeTimeout.TotalSeconds:0} s.";
        }
    }
}
