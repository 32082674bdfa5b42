using MassTransit;
using Messaging.Producers;

namespace Messaging.Hosting;

/// <summary>
/// Sends many messages at once that are ready as bytes, each confirmed by the broker. Waits for a bounded time.
/// </summary>
internal sealed class StoredMessageSender(IBus bus, IBroker broker, TimeProvider clock)
{
    private static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestProbe = TimeSpan.FromSeconds(3);

    /// <summary>Sends messages.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="destination">Where each goes.</param>
    /// <param name="configure">Says what is sent: at least the serializer, with the body in it.</param>
    /// <param name="cancellationToken">Stops waiting; does not throw for it.</param>
    public async Task<SentStored<T>> Send<T>(
        IReadOnlyList<T> messages,
        Func<T, Uri> destination,
        Action<SendContext, T> configure,
        CancellationToken cancellationToken)
        where T : class
    {
        using var timeout = new CancellationTokenSource(LongestSend, clock);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var endpoints = new Dictionary<Uri, Task<ISendEndpoint>>();
        var sending = new Task[messages.Count];
        for (var index = 0; index < sending.Length; index++)
        {
            var message = messages[index];
            sending[index] = Send(
                destination(message), endpoints, context => configure(context, message), giveUp.Token);
        }

        var all = Task.WhenAll(sending);
        await all.WaitAsync(giveUp.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ = all.Exception;

        var sent = new List<T>(sending.Length);
        var failed = new Dictionary<T, string>();
        for (var index = 0; index < sending.Length; index++)
        {
            if (sending[index].IsCompletedSuccessfully)
                sent.Add(messages[index]);
            else if (!cancellationToken.IsCancellationRequested)
                failed.Add(messages[index], Reason(sending[index]));
        }

        // A message is not to blame for a broker that is away.
        var fault = failed.Count > 0 ? await FindFault(cancellationToken) : null;
        return new SentStored<T>(sent, fault is null ? failed : [], fault);
    }

    private async Task Send(
        Uri destination,
        Dictionary<Uri, Task<ISendEndpoint>> endpoints,
        Action<SendContext> configure,
        CancellationToken cancellationToken)
    {
        if (!endpoints.TryGetValue(destination, out var endpoint))
            endpoints.Add(destination, endpoint = GetEndpoint(destination));

        await GuardedSend.Send(await endpoint, Stored.Message, configure, cancellationToken);
    }

    /// <summary>An address that is none throws here and not where it is asked for.</summary>
    private async Task<ISendEndpoint> GetEndpoint(Uri destination) => await bus.GetSendEndpoint(destination);

    private static string Reason(Task sending)
    {
        var reason = sending.Exception?.GetBaseException().Message
            ?? $"the broker has not confirmed it within {LongestSend.TotalSeconds:0} s";
        return reason.EndsWith('.') ? reason : reason + ".";
    }

    private async Task<string?> FindFault(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(LongestProbe, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await broker.FindFault(either.Token);
        }
        catch (OperationCanceledException)
        {
            return $"it did not answer within {LongestProbe.TotalSeconds:0} s.";
        }
    }

    /// <summary>What the bus takes this for; what travels is the stored body.</summary>
    private sealed class Stored
    {
        public static readonly Stored Message = new();
    }
}
