using System.Globalization;
using Messaging.PullTransport;

namespace Messaging.Redis;

/// <summary>
/// Topics: which queues and topics are subscribed to each. They are read for every batch that is published, so that a
/// subscription holds for the next message already.
/// </summary>
internal sealed class RedisTopics(RedisClient client, RedisAddress address)
{
    private const char Queue = 'q';
    private const char Topic = 't';

    public Task Subscribe(TopicSubscription subscription, CancellationToken cancellationToken)
    {
        // Another token each time: a sender that finds a queue gone takes back only what it has read.
        var token = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..8];
        var target = (subscription.IsTopic ? Topic : Queue) + subscription.Target;
        return client.Execute(
            RedisScripts.Subscribe.On(Key(subscription.Topic)).Add(target).Add(token), cancellationToken);
    }

    /// <summary>The queues that each of some topics reaches, over others too.</summary>
    public async Task<Dictionary<string, IReadOnlyCollection<string>>> Resolve(
        IEnumerable<string> topics, RedisSubscriptions found, CancellationToken cancellationToken)
    {
        string[] wanted = [.. topics.Distinct(StringComparer.Ordinal)];
        var unread = wanted;
        while (unread.Length > 0)
        {
            var replies = await client.Execute(
                [.. unread.Select(topic => new RespCommand("HGETALL").Add(Key(topic)))], cancellationToken);
            for (var index = 0; index < unread.Length; index++)
                Read(unread[index], replies[index], found);

            unread = found.Unread();
        }

        return wanted.ToDictionary(topic => topic, found.QueuesOf, StringComparer.Ordinal);
    }

    /// <summary>Ends the subscriptions of a queue that is gone, unless they were made anew since they were read.</summary>
    public Task Forget(string queue, RedisSubscriptions found, CancellationToken cancellationToken) => client.Execute(
        [.. found.To(queue).Select(subscription => RedisScripts.Unsubscribe
            .On(Key(subscription.Topic)).Add(Queue + queue).Add(subscription.Token))],
        cancellationToken);

    private static void Read(string topic, RespValue reply, RedisSubscriptions found)
    {
        found.Begin(topic);
        for (var index = 0; index + 1 < reply.Items.Length; index += 2)
        {
            var target = reply.Items[index].Text;
            found.Add(topic, target[1..], target[0] == Topic, reply.Items[index + 1].Text);
        }
    }

    private string Key(string topic) => QueueKeys.Topic(address.Prefix, topic);
}
