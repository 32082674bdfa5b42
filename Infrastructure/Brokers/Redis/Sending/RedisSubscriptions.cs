namespace Messaging.Redis;

/// <summary>What of the topics was read for one batch.</summary>
internal sealed class RedisSubscriptions
{
    private readonly Dictionary<string, List<(string Target, bool IsTopic, string Token)>> topics =
        new(StringComparer.Ordinal);

    public void Begin(string topic) => topics[topic] = [];

    public void Add(string topic, string target, bool isTopic, string token) =>
        topics[topic].Add((target, isTopic, token));

    /// <summary>Topics that others lead to and that were not read yet.</summary>
    public string[] Unread() =>
    [
        .. topics.Values
            .SelectMany(targets => targets)
            .Where(target => target.IsTopic && !topics.ContainsKey(target.Target))
            .Select(target => target.Target)
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The queues that a topic reaches, each once, however the topics lead to each other.</summary>
    public IReadOnlyCollection<string> QueuesOf(string topic)
    {
        var queues = new HashSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal) { topic };
        var next = new Queue<string>([topic]);
        while (next.TryDequeue(out var current))
        {
            foreach (var (target, isTopic, _) in topics[current])
            {
                if (!isTopic)
                    queues.Add(target);
                else if (seen.Add(target))
                    next.Enqueue(target);
            }
        }

        return queues;
    }

    /// <summary>The subscriptions of a queue, and the token of each.</summary>
    public IEnumerable<(string Topic, string Token)> To(string queue) =>
        from topic in topics
        from target in topic.Value
        where !target.IsTopic && target.Target == queue
        select (topic.Key, target.Token);
}
