namespace Messaging.Redis;

/// <summary>All that is done to queues. Each is one script, and so all or nothing.</summary>
internal static class RedisScripts
{
    public static readonly RedisScript Declare = new("declare");
    public static readonly RedisScript Keep = new("keep");
    public static readonly RedisScript Send = new("send");
    public static readonly RedisScript Receive = new("receive");
    public static readonly RedisScript Next = new("next");
    public static readonly RedisScript Delete = new("delete");
    public static readonly RedisScript Renew = new("renew");
    public static readonly RedisScript Return = new("return");
    public static readonly RedisScript Move = new("move");
    public static readonly RedisScript Purge = new("purge");
    public static readonly RedisScript Measure = new("measure");
    public static readonly RedisScript Subscribe = new("subscribe");
    public static readonly RedisScript Unsubscribe = new("unsubscribe");

    private static readonly RedisScript[] All =
    [
        Declare, Keep, Send, Receive, Next, Delete, Renew, Return, Move, Purge, Measure, Subscribe, Unsubscribe,
    ];

    /// <summary>Lets a server know them.</summary>
    public static async Task Load(
        RedisConnection connection, RedisAddress address, CancellationToken cancellationToken)
    {
        var replies = await Task
            .WhenAll(All.Select(script => connection.Send(new RespCommand("SCRIPT").Add("LOAD").Add(script.Text))))
            .WaitAsync(cancellationToken);
        foreach (var reply in replies.Where(reply => reply.Kind == RespKind.Error))
            throw RedisFault.From(reply.Text, address);
    }
}
