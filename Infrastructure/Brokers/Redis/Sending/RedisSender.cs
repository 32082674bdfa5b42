using System.Runtime.ExceptionServices;
using Messaging.PullTransport;

namespace Messaging.Redis;

/// <summary>
/// Sends a batch:
/// 1. Topics are read, all of a level in one round trip.
/// 2. Each message is put down for its queue, or for all that its topic reaches.
/// 3. One command for each queue, more if there are many messages, all in one round trip.
/// 4. Where a queue was gone, what it was subscribed to is taken back.
/// 5. If some commands failed and others did not, it is said which messages were in them.
/// </summary>
internal sealed class RedisSender(RedisClient client, RedisTopics topics, RedisAddress address)
{
    public async Task Send(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        var subscriptions = new RedisSubscriptions();
        var published = messages.Where(message => message.IsTopic).Select(message => message.Target).ToArray();
        var reached = published.Length == 0 ? [] : await topics.Resolve(published, subscriptions, cancellationToken);

        var deposits = PutDown(messages, reached);
        var outcomes = await client.Try([.. deposits.Select(deposit => deposit.Command)], cancellationToken);
        var gone = deposits.Where(
            (_, index) => outcomes[index].Failure is null && outcomes[index].Reply.Number == 0);
        await Forget([.. gone.Select(deposit => deposit.Queue)], subscriptions, cancellationToken);

        var failures = new Exception?[messages.Count];
        for (var index = 0; index < outcomes.Length; index++)
        {
            foreach (var message in deposits[index].Messages)
                failures[message] ??= outcomes[index].Failure;
        }

        ThrowIfAny(failures);
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

    private static void ThrowIfAny(Exception?[] failures)
    {
        if (Array.TrueForAll(failures, failure => failure is null))
            return;

        // What goes for all needs no list: nothing is there, or all for the same reason.
        if (Array.TrueForAll(failures, failure => failure is BrokerUnavailableException) || failures.Length == 1)
            ExceptionDispatchInfo.Throw(failures[0]!);
        throw new PartialSendException(failures);
    }

    private RedisDeposit[] PutDown(
        IReadOnlyList<OutgoingMessage> messages, Dictionary<string, IReadOnlyCollection<string>> reached)
    {
        var deposits = new Dictionary<string, RedisDeposits>(StringComparer.Ordinal);
        for (var index = 0; index < messages.Count; index++)
        {
            var message = messages[index];
            if (!message.IsTopic)
            {
                For(message.Target).Add(message, index, RedisQueues.Milliseconds(message.DeleteWhenIdle));
                continue;
            }

            foreach (var queue in reached[message.Target])
                For(queue).Add(message, index, RedisDeposits.IfThere);
        }

        return [.. deposits.Values.SelectMany(deposit => deposit.All)];

        RedisDeposits For(string queue)
        {
            if (!deposits.TryGetValue(queue, out var deposit))
                deposits[queue] = deposit = new RedisDeposits(address, queue);
            return deposit;
        }
    }

    private async Task Forget(
        IReadOnlyCollection<string> queues, RedisSubscriptions subscriptions, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var queue in queues.Distinct(StringComparer.Ordinal))
                await topics.Forget(queue, subscriptions, cancellationToken);
        }
        catch (BrokerUnavailableException)
        {
            // The messages are there and must not be sent again. Whoever publishes next finds the queue gone, too.
        }
    }
}
