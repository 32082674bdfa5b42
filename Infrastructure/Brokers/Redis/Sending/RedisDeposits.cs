using Messaging.PullTransport;

namespace Messaging.Redis;

/// <summary>Messages for one queue, put into as few commands as are good, in their order.</summary>
internal sealed class RedisDeposits(RedisAddress address, string queue)
{
    /// <summary>For copies of what was published: the queue must be there.</summary>
    public const long IfThere = -1;

    // A script keeps everybody waiting while it runs, and Lua takes no more than some thousands of arguments.
    private const int MostMessages = 500;
    private const int MostBytes = 1024 * 1024;

    private readonly List<RedisDeposit> deposits = [];
    private readonly QueueKeys keys = new(address.Prefix, queue);
    private long lastIdle;

    /// <summary>The commands, in the order in which they are to be run.</summary>
    public IReadOnlyList<RedisDeposit> All => deposits;

    /// <summary>Puts one down.</summary>
    /// <param name="message">A message.</param>
    /// <param name="index">Which one of those that are sent it is.</param>
    /// <param name="idle">What the queue is made with if it is not there: 0, idle time in ms, or <see cref="IfThere"/>.</param>
    public void Add(OutgoingMessage message, int index, long idle)
    {
        if (deposits.Count == 0 || idle != lastIdle || deposits[^1].Messages.Count == MostMessages
            || deposits[^1].Command.Length + RedisMessageFormat.Size(message.Content) > MostBytes)
        {
            deposits.Add(new RedisDeposit(queue, RedisScripts.Send.On(keys).Add(keys.Channel).Add(idle), []));
            lastIdle = idle;
        }

        AddTo(deposits[^1].Command, message);
        deposits[^1].Messages.Add(index);
    }

    /// <summary>Adds a message as scripts want it.</summary>
    public static RespCommand AddTo(RespCommand command, OutgoingMessage message) => command
        .Add(Math.Min(message.Priority, (byte)9))
        .Add((long)message.Delay.TotalMilliseconds)
        .Add(message.Content);
}
