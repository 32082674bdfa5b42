using Messaging.PullTransport;

namespace Messaging.PostgreSql;

/// <summary>Messages for one statement, and where they go: each target is named once.</summary>
internal sealed class SendBatch
{
    public SendBatch(IReadOnlyList<OutgoingMessage> messages, int start, int end)
    {
        var part = new OutgoingMessage[end - start];
        for (var index = start; index < end; index++)
            part[index - start] = messages[index];

        var targets = new Dictionary<(string Name, bool IsTopic), int>();
        foreach (var message in part)
            targets.TryAdd((message.Target, message.IsTopic), targets.Count);
        var queues = targets.Keys.Where(target => !target.IsTopic).Select(target => target.Name).ToArray();
        var topics = targets.Keys.Where(target => target.IsTopic).Select(target => target.Name).ToArray();
        for (var index = 0; index < queues.Length; index++)
            targets[(queues[index], false)] = index + 1;
        for (var index = 0; index < topics.Length; index++)
            targets[(topics[index], true)] = queues.Length + index + 1;

        var idle = new TimeSpan?[queues.Length];
        var byQueue = part.Where(message => !message.IsTopic)
            .GroupBy(message => message.Target, StringComparer.Ordinal);
        foreach (var queue in byQueue)
        {
            // For good, if only one of them says so.
            idle[targets[(queue.Key, false)] - 1] = queue.Any(message => message.DeleteWhenIdle is null)
                ? null
                : queue.Max(message => message.DeleteWhenIdle);
        }

        Messages = part;
        Queues = queues;
        Topics = topics;
        DeleteWhenIdle = idle;
        Targets = Array.ConvertAll(part, message => targets[(message.Target, message.IsTopic)]);
    }

    public OutgoingMessage[] Messages { get; }

    /// <summary>Names of the queues that messages go to.</summary>
    public string[] Queues { get; }

    /// <summary>What each of them is made with if it is not there.</summary>
    public TimeSpan?[] DeleteWhenIdle { get; }

    /// <summary>Names of the topics that messages go to.</summary>
    public string[] Topics { get; }

    /// <summary>For each message the number, from 1 on, of its queue, or, after those, of its topic.</summary>
    public int[] Targets { get; }
}
