using Messaging.PullTransport;

namespace Messaging.Redis;

/// <summary>Takes messages, and settles them.</summary>
internal sealed class RedisReceiver(RedisClient client, RedisQueues queues, RedisAddress address)
{
    /// <summary>A script keeps everybody waiting while it runs.</summary>
    public const int MostAtOnce = 1000;

    private const int MostBytes = 4 * 1024 * 1024;
    private const int MostReturnedBytes = 1024 * 1024;

    private readonly long lockTime = (long)address.Lock.TotalMilliseconds;

    public async Task<IReadOnlyList<HeldMessage>> Receive(string queue, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await client.Connect(cancellationToken);
        var token = RedisReceipt.NewToken();
        var command = RedisScripts.Receive.On(Keys(queue))
            .Add(Math.Min(limit, MostAtOnce)).Add(lockTime).Add(MostBytes).Add(token);
        // Once it is on its way it is not given up, so that nothing is locked which nobody has got.
        var reply = await queues.Use(queue, command, CancellationToken.None);

        var now = reply.Items[0].Number;
        var messages = new HeldMessage[reply.Items.Length / 3];
        for (var index = 0; index < messages.Length; index++)
            messages[index] = Read(reply.Items.Slice(1 + (index * 3), 3), token, now);

        return messages;
    }

    public Task<IReadOnlyList<bool>> Delete(
        string queue, IReadOnlyList<MessageLock> locks, CancellationToken cancellationToken) =>
        Settle(locks, () => RedisScripts.Delete.On(Keys(queue)), Add, cancellationToken);

    public Task<IReadOnlyList<bool>> Renew(
        string queue, IReadOnlyList<MessageLock> locks, CancellationToken cancellationToken) =>
        Settle(locks, () => RedisScripts.Renew.On(Keys(queue)).Add(lockTime), Add, cancellationToken);

    public Task<IReadOnlyList<bool>> Return(
        string queue, IReadOnlyList<ReturnedMessage> messages, CancellationToken cancellationToken)
    {
        var keys = Keys(queue);
        return Settle(messages, () => RedisScripts.Return.On(keys).Add(keys.Channel), Add, cancellationToken);
    }

    private static HeldMessage Read(ReadOnlySpan<RespValue> values, string token, long now)
    {
        var (id, returns) = (values[0].Number, values[1].Number);
        return new HeldMessage(
            new MessageLock(new RedisReceipt(id, token)),
            RedisMessageFormat.Read(values[2].Bytes),
            RedisMessageId.Priority(id),
            (int)Math.Min(returns, int.MaxValue),
            RedisMessageId.Age(id, now));
    }

    private static void Add(RespCommand command, MessageLock held) => command.Add(RedisReceipt.Of(held).Lock);

    private static void Add(RespCommand command, ReturnedMessage message)
    {
        Add(command, message.Lock);
        command
            .Add((long)message.Delay.TotalMilliseconds)
            .Add(message.Properties is null ? 0 : 1)
            .Add(message.Properties.GetValueOrDefault().Span);
    }

    private async Task<IReadOnlyList<bool>> Settle<T>(
        IReadOnlyList<T> items,
        Func<RespCommand> begin,
        Action<RespCommand, T> add,
        CancellationToken cancellationToken)
    {
        var commands = new List<RespCommand>();
        for (var index = 0; index < items.Count; index++)
        {
            if (index % MostAtOnce == 0 || commands[^1].Length > MostReturnedBytes)
                commands.Add(begin());
            add(commands[^1], items[index]);
        }

        var replies = await client.Execute(commands, cancellationToken);
        var answers = new List<bool>(items.Count);
        foreach (var reply in replies)
        {
            foreach (var item in reply.Items)
                answers.Add(item.Number == 1);
        }

        return answers;
    }

    private QueueKeys Keys(string queue) => new(address.Prefix, queue);
}
