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
        var outcomes = await Try(commands, cancellationToken);
        foreach (var outcome in outcomes)
        {
            if (outcome.Failure is not null)
                throw outcome.Failure;
        }

        return Array.ConvertAll(outcomes, outcome => outcome.Reply);
    }

    /// <summary>Runs commands as <see cref="Execute(IReadOnlyList{RespCommand}, CancellationToken)"/> does.</summary>
    /// <returns>What became of each.</returns>
    /// <exception cref="BrokerUnavailableException">The server cannot be reached, so none was run.</exception>
    public async Task<RedisOutcome[]> Try(IReadOnlyList<RespCommand> commands, CancellationToken cancellationToken)
    {
        var open = await Connect(cancellationToken);
        var answers = commands.Select(open.Send).ToArray();
        var all = Task.WhenAll(answers);
        await ((Task)all).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!all.IsCompleted)
            cancellationToken.ThrowIfCancellationRequested();

        var outcomes = new RedisOutcome[answers.Length];
        for (var index = 0; index < outcomes.Length; index++)
            outcomes[index] = await Outcome(open, commands[index], answers[index], cancellationToken);
        return outcomes;
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

    private async Task<RedisOutcome> Outcome(
        RedisConnection open, RespCommand command, Task<RespValue> answer, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await answer;
            if (IsUnknownScript(reply))
            {
                // Somebody has flushed them.
                await RedisScripts.Load(open, address, cancellationToken);
                reply = await open.Send(command).WaitAsync(cancellationToken);
            }

            return new RedisOutcome(reply, reply.Kind == RespKind.Error ? Refused(open, reply.Text) : null);
        }
        catch (Exception exception) when (exception is BrokerUnavailableException or InvalidOperationException)
        {
            return new RedisOutcome(RespValue.Null, exception);
        }
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
            refusing.End(RedisFault.Shown(error));

        return RedisFault.From(error, address);
    }
}
