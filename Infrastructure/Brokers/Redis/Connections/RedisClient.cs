using Messaging.PullTransport;

namespace Messaging.Redis;

/// <summary>
/// A connection that is made when it is first needed, and again when it was lost. All who come while it is made wait for
/// the same attempt.
/// </summary>
internal sealed class RedisClient(
    RedisConnector connector, RedisAddress address, Action<RespValue>? pushed = null) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource stop = new();
    private Task<RedisConnection>? current;
    private RedisConnection? connection;

    /// <summary>Whether the server is a node of a cluster, as far as is known.</summary>
    public bool IsCluster => connection is { IsCluster: true };

    /// <summary>The connection; the very same one as long as it is open.</summary>
    /// <exception cref="BrokerUnavailableException">There is none to be had.</exception>
    public async ValueTask<RedisConnection> Connect(CancellationToken cancellationToken)
    {
        Task<RedisConnection> attempt;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(stop.IsCancellationRequested, this);
            if (current is null || (current.IsCompleted && connection is not { IsOpen: true }))
                current = Renew();
            attempt = current;
        }

        return await attempt.WaitAsync(cancellationToken);
    }

    /// <summary>Runs a command.</summary>
    /// <exception cref="BrokerUnavailableException">The server cannot be reached, or cannot do it at the moment.</exception>
    public async Task<RespValue> Execute(RespCommand command, CancellationToken cancellationToken) =>
        (await Execute([command], cancellationToken))[0];

    /// <summary>Runs commands in their order, without waiting for one's answer before the next is sent.</summary>
    /// <exception cref="BrokerUnavailableException">The server cannot be reached, or cannot do it at the moment.</exception>
    public async Task<RespValue[]> Execute(IReadOnlyList<RespCommand> commands, CancellationToken cancellationToken)
    {
        var open = await Connect(cancellationToken);
        var replies = await SendAll(open, commands, cancellationToken);
        for (var index = 0; index < replies.Length; index++)
        {
            if (IsUnknownScript(replies[index]))
            {
                // Somebody has flushed them.
                await RedisScripts.Load(open, address, cancellationToken);
                replies[index] = await open.Send(commands[index]).WaitAsync(cancellationToken);
            }

            if (replies[index].Kind == RespKind.Error)
                throw Refused(open, replies[index].Text);
        }

        return replies;
    }

    public async ValueTask DisposeAsync()
    {
        Task<RedisConnection>? attempt;
        lock (gate)
        {
            if (stop.IsCancellationRequested)
                return;

            stop.Cancel();
            attempt = current;
        }

        // How an attempt ends that is under way matters to those who wait for it.
        if (attempt is not null)
            await ((Task)attempt).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (connection is not null)
            await connection.DisposeAsync();
        stop.Dispose();
    }

    private static Task<RespValue[]> SendAll(
        RedisConnection open, IReadOnlyList<RespCommand> commands, CancellationToken cancellationToken)
    {
        var answers = new Task<RespValue>[commands.Count];
        for (var index = 0; index < answers.Length; index++)
            answers[index] = open.Send(commands[index]);

        return Task.WhenAll(answers).WaitAsync(cancellationToken);
    }

    private static bool IsUnknownScript(RespValue reply) =>
        reply.Kind == RespKind.Error && reply.Text.StartsWith("NOSCRIPT", StringComparison.Ordinal);

    // One at a time, so that only it touches the connection until it has ended.
    private async Task<RedisConnection> Renew()
    {
        // Not while the caller holds the gate.
        await Task.Yield();
        if (connection is not null)
            await connection.DisposeAsync();

        connection = null;
        connection = await connector.Connect(pushed, stop.Token);
        return connection;
    }

    private Exception Refused(RedisConnection refusing, string error)
    {
        if (RedisFault.EndsConnection(error))
            refusing.End(error);

        return RedisFault.From(error, address);
    }
}
