namespace Messaging.PullTransport.Tests;

/// <summary>What the broker keeps: queues and topics in this process's memory.</summary>
/// <param name="clock">What locks, delays and idle times are counted by. Default: the system's.</param>
internal sealed class BrokerState(TimeProvider? clock = null)
{
    private readonly TimeProvider clock = clock ?? TimeProvider.System;

    public Lock Gate { get; } = new();

    public TimeSpan Now => clock.GetElapsedTime(0);

    public Dictionary<string, QueueState> Queues { get; } = new(StringComparer.Ordinal);

    public HashSet<TopicSubscription> Subscriptions { get; } = [];

    public long LastNumber { get; set; }

    public void RemoveIdle(TimeSpan now)
    {
        var gone = Queues.Where(queue => now - queue.Value.UsedAt > queue.Value.DeleteWhenIdle).ToList();
        foreach (var (name, _) in gone)
        {
            Queues.Remove(name);
            Subscriptions.RemoveWhere(one => !one.IsTopic && one.Target == name);
        }
    }

    public QueueState QueueOf(string name, TimeSpan? deleteWhenIdle, TimeSpan now)
    {
        if (!Queues.TryGetValue(name, out var queue))
            Queues.Add(name, queue = new QueueState(deleteWhenIdle) { UsedAt = now });
        return queue;
    }

    public IEnumerable<string> QueuesOf(string topic)
    {
        var topics = new HashSet<string>(StringComparer.Ordinal) { topic };
        var queues = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>([topic]);
        while (open.TryDequeue(out var next))
        {
            foreach (var one in Subscriptions.Where(one => one.Topic == next))
            {
                if (!one.IsTopic)
                    queues.Add(one.Target);
                else if (topics.Add(one.Target))
                    open.Enqueue(one.Target);
            }
        }

        return queues.Where(Queues.ContainsKey);
    }
}

/// <summary>One queue.</summary>
internal sealed class QueueState(TimeSpan? deleteWhenIdle)
{
    public TimeSpan? DeleteWhenIdle => deleteWhenIdle;

    public TimeSpan UsedAt { get; set; }

    public List<StoredMessage> Messages { get; } = [];

    public bool HasAny(TimeSpan now) => Messages.Exists(one => one.FreeAt <= now);
}

/// <summary>One message in a queue.</summary>
internal sealed class StoredMessage(OutgoingMessage sent, long number, TimeSpan sentAt)
{
    public OutgoingMessage Sent { get; set; } = sent;

    public long Number => number;

    public TimeSpan SentAt => sentAt;

    /// <summary>When it may be handed out.</summary>
    public TimeSpan FreeAt { get; set; } = sentAt + sent.Delay;

    public int Deliveries { get; set; }

    /// <summary>Who has it; <c>null</c> if nobody has.</summary>
    public MessageLock? Holder { get; set; }
}
