using System.Collections.Concurrent;

namespace Messaging.StateMachines.Tests;

/// <summary>Takes what is replayed.</summary>
internal sealed class RecordedReplays : IReplaySender
{
    private readonly ConcurrentQueue<ReplayedMessage> sent = new();

    /// <summary>What becomes of the messages. Default: all are sent.</summary>
    public Func<IReadOnlyList<ReplayedMessage>, SentReplays> Sending { get; set; } = All;

    /// <summary>What the broker has confirmed, in order.</summary>
    public IReadOnlyList<ReplayedMessage> Sent => [.. sent];

    public static SentReplays All(IReadOnlyList<ReplayedMessage> messages) =>
        new(messages, new Dictionary<ReplayedMessage, string>(), BrokerFault: null);

    public Task<SentReplays> Send(IReadOnlyList<ReplayedMessage> messages, CancellationToken cancellationToken)
    {
        var outcome = Sending(messages);
        foreach (var message in outcome.Sent)
            sent.Enqueue(message);

        return Task.FromResult(outcome);
    }
}
