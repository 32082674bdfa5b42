using MassTransit;
using MassTransit.Serialization;
using Messaging.Contracts;
using Messaging.Producers;
using Messaging.StateMachines;
using ScheduledMessage = Messaging.StateMachines.ScheduledMessage;

namespace Messaging.Hosting;

/// <summary>
/// Sends scheduled messages over the bus: the stored body as it is, and beside it what transports want to know without
/// reading that.
/// </summary>
internal sealed class ScheduledMessageSender(IBus bus, IBroker broker, TimeProvider clock) : IScheduledMessageSender
{
    private static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestProbe = TimeSpan.FromSeconds(3);

    private readonly EnvelopeSerializer serializer = new(clock);

    public async Task<SentMessages> Send(
        IReadOnlyList<ScheduledMessage> messages, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(LongestSend, clock);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var endpoints = new Dictionary<Uri, Task<ISendEndpoint>>();
        var sending = new Task[messages.Count];
        for (var index = 0; index < sending.Length; index++)
            sending[index] = Send(messages[index], endpoints, giveUp.Token);

        var all = Task.WhenAll(sending);
        await all.WaitAsync(giveUp.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ = all.Exception;

        var sent = new List<ScheduledMessage>(sending.Length);
        var failed = new Dictionary<ScheduledMessage, string>();
        for (var index = 0; index < sending.Length; index++)
        {
            if (sending[index].IsCompletedSuccessfully)
                sent.Add(messages[index]);
            else if (!cancellationToken.IsCancellationRequested)
                failed.Add(messages[index], Reason(sending[index]));
        }

        // A message is not to blame for a broker that is away.
        var fault = failed.Count > 0 ? await FindFault(cancellationToken) : null;
        return new SentMessages(sent, fault is null ? failed : new Dictionary<ScheduledMessage, string>(), fault);
    }

    private async Task Send(
        ScheduledMessage message, Dictionary<Uri, Task<ISendEndpoint>> endpoints, CancellationToken cancellationToken)
    {
        if (!endpoints.TryGetValue(message.Destination, out var endpoint))
            endpoints.Add(message.Destination, endpoint = GetEndpoint(message.Destination));

        await GuardedSend.Send(
            await endpoint, Stored.Message, context => Configure(context, message), cancellationToken);
    }

    /// <summary>An address that is none throws here and not where it is asked for.</summary>
    private async Task<ISendEndpoint> GetEndpoint(Uri destination) => await bus.GetSendEndpoint(destination);

    private void Configure(SendContext context, ScheduledMessage message)
    {
        var body = new BytesMessageBody(message.Body.ToArray());
        var envelope = serializer.Deserialize(body, EmptyHeaders.Instance);
        context.MessageId = envelope.MessageId;
        context.RequestId = envelope.RequestId;
        context.CorrelationId = envelope.CorrelationId;
        context.ConversationId = envelope.ConversationId;
        context.InitiatorId = envelope.InitiatorId;
        context.SourceAddress = envelope.SourceAddress;
        context.ResponseAddress = envelope.ResponseAddress;
        context.FaultAddress = envelope.FaultAddress;
        context.SupportedMessageTypes = envelope.SupportedMessageTypes;
        if (envelope.ExpirationTime is { } expirationTime)
            context.TimeToLive = Positive(expirationTime.ToUniversalTime() - clock.GetUtcNow().UtcDateTime);

        foreach (var (name, value) in envelope.Headers.GetAll())
            context.Headers.Set(name, value);
        if (TaskHeaderFormat.Number(envelope.Headers.Get<string>(TaskHeaders.Priority)) is { } priority and <= 9)
            broker.SetPriority(context, (byte)priority);

        context.Serializer = new CopyBodySerializer(serializer.ContentType, body);
    }

    /// <summary>One whose time is up already is for the transport to drop.</summary>
    private static TimeSpan Positive(TimeSpan time) =>
        time > TimeSpan.Zero ? time : TimeSpan.FromMilliseconds(1);

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
