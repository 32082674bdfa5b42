using Messaging.PullTransport;

namespace Messaging.Redis;

/// <summary>
/// Sends a batch:
/// 1. Topics are read, all of a level in one round trip.
/// 2. Each message is put down for its queue, or for all that its topic reaches.
/// 3. One command for each queue, more if there are many messages, all in one round trip.
/// 4. Where a queue was gone, what it was subscribed to is taken back.
/// </summary>
internal sealed class RedisSender(RedisClient client, RedisTopics topics, RedisAddress address)
{
    public async Task Send(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        var subscriptions = new RedisSubscriptions();
        var published = messages.Where(message => message.IsTopic).Select(message => message.Target).ToArray();
        var reached = published.Length == 0 ? [] : await topics.Resolve(published, subscriptions, cancellationToken);

        var deposits = new Dictionary<string, RedisDeposits>(StringComparer.Ordinal);
        foreach (var message in messages)
        {
            if (!message.IsTopic)
            {
                For(message.Target).Add(message, RedisQueues.Milliseconds(message.DeleteWhenIdle));
                continue;
            }

            foreach (var queue in reached[message.Target])
                For(queue).Add(message, RedisDeposits.IfThere);
        }

        var commands = deposits.Values
            .SelectMany(deposit => deposit.Commands, (deposit, command) => (deposit.Queue, Command: command))
            .ToArray();
        var replies = await client.Execute([.. commands.Select(command => command.Command)], cancellationToken);
        var gone = commands.Where((_, index) => replies[index].Number == 0).Select(command => command.Queue);
        foreach (var queue in gone.Distinct(StringComparer.Ordinal))
            await topics.Forget(queue, subscriptions, cancellationToken);

        RedisDeposits For(string queue)
        {
            if (!deposits.TryGetValue(queue, out var deposit))
                deposits[queue] = deposit = new RedisDeposits(address, queue);
            return deposit;
        }
    }

    public async Task<bool> Move(
        string queue, RedisReceipt receipt, OutgoingMessage target, CancellationToken cancellationToken)
    {
        var to = new QueueKeys(address.Prefix, target.Target);
        if (client.IsCluster && !QueueKeys.AreTogether(queue, target.Target))
            return await SendAndDelete(queue, receipt, target, cancellationToken);

        var command = RedisScripts.Move
            .On(new QueueKeys(address.Prefix, queue), to)
            .Add(to.Channel)
            .Add(receipt.Lock)
            .Add(RedisQueues.Milliseconds(target.DeleteWhenIdle));
        return (await client.Execute(RedisDeposits.AddTo(command, target), cancellationToken)).Number == 1;
    }

    /// <summary>The nodes of a cluster do nothing together, so the message may be in both queues if this is cut short.</summary>
    private async Task<bool> SendAndDelete(
        string queue, RedisReceipt receipt, OutgoingMessage target, CancellationToken cancellationToken)
    {
        await Send([target], cancellationToken);
        var command = RedisScripts.Delete.On(new QueueKeys(address.Prefix, queue)).Add(receipt.Lock);
        return (await client.Execute(command, cancellationToken)).Items[0].Number == 1;
    }
}
