using System.Threading.Channels;

namespace Messaging.StateMachines.Tests;

/// <summary>Takes what a scheduler sends.</summary>
internal sealed class RecordedSender : IScheduledMessageSender
{
    private readonly Channel<ScheduledMessage> sent = Channel.CreateUnbounded<ScheduledMessage>();

    /// <summary>What becomes of the messages. Default: all are sent.</summary>
    public Func<IReadOnlyList<ScheduledMessage>, CancellationToken, Task<SentMessages>> Sending { get; set; } =
        (messages, _) => Task.FromResult(All(messages));

    public static SentMessages All(IReadOnlyList<ScheduledMessage> messages) =>
        new(messages, new Dictionary<ScheduledMessage, string>(), BrokerFault: null);

    public async Task<SentMessages> Send(IReadOnlyList<ScheduledMessage> messages, CancellationToken cancellationToken)
    {
        var outcome = await Sending(messages, cancellationToken);
        foreach (var message in outcome.Sent)
            sent.Writer.TryWrite(message);

        return outcome;
    }

    /// <summary>The next one that is sent.</summary>
    public Task<ScheduledMessage> Next() => sent.Reader.ReadAsync().AsTask().WaitAsync(Testing.Eventually.Deadline);

    /// <summary>Whether there is one that nobody has asked for.</summary>
    public bool HasMore => sent.Reader.TryPeek(out _);
}
