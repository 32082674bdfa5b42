namespace Messaging.Redis;

/// <summary>
/// Hears when messages come into queues, over a connection of its own. A queue that was listened to once is listened to
/// until the connection is lost; then all who wait are called, and whoever waits next connects anew.
/// </summary>
internal sealed class RedisWakeUps : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, TaskCompletionSource> waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task<RespValue>> subscriptions = new(StringComparer.Ordinal);
    private readonly RedisClient client;
    private readonly RedisAddress address;
    private RedisConnection? listening;

    public RedisWakeUps(RedisConnector connector, RedisAddress address)
    {
        this.address = address;
        client = new RedisClient(connector, address, Pushed);
    }

    /// <summary>Begins to listen.</summary>
    /// <returns>A task that completes when something has come since this method completed, or may have.</returns>
    public async Task<Task> Listen(string queue, CancellationToken cancellationToken)
    {
        var connection = await client.Connect(cancellationToken);
        var channel = QueueKeys.ChannelOf(address.Prefix, queue);
        Task<RespValue>? subscription;
        TaskCompletionSource? call;
        lock (gate)
        {
            if (listening != connection)
                Begin(connection);
            if (!waiting.TryGetValue(channel, out call))
            {
                call = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                waiting[channel] = call;
            }

            if (!subscriptions.TryGetValue(channel, out subscription))
            {
                subscription = connection.Send(new RespCommand("SUBSCRIBE").Add(channel));
                subscriptions[channel] = subscription;
            }
        }

        var reply = await subscription.WaitAsync(cancellationToken);
        if (reply.Kind != RespKind.Error)
        {
            // Who is lost later than this calls; who was lost before may have called already.
            return connection.IsOpen ? call.Task : Task.CompletedTask;
        }

        lock (gate)
            subscriptions.Remove(channel);
        throw RedisFault.From(reply.Text, address);
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();

    private void Begin(RedisConnection connection)
    {
        listening = connection;
        subscriptions.Clear();
        CallAll();
        _ = CallWhenLost(connection);
    }

    private async Task CallWhenLost(RedisConnection connection)
    {
        await connection.Lost;
        lock (gate)
        {
            if (listening == connection)
                CallAll();
        }
    }

    private void CallAll()
    {
        foreach (var call in waiting.Values)
            call.TrySetResult();
        waiting.Clear();
    }

    private void Pushed(RespValue message)
    {
        lock (gate)
        {
            if (waiting.Remove(message.Items[1].Text, out var call))
                call.TrySetResult();
        }
    }
}
