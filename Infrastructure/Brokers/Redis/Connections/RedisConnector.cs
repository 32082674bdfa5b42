using System.Net.Sockets;
using System.Security.Authentication;
using Messaging.PullTransport;

namespace Messaging.Redis;

/// <summary>Makes connections: finds the server, proves who we are, chooses the database and loads the scripts.</summary>
internal sealed class RedisConnector(RedisAddress address, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly RedisSentinels sentinels = new(address, time);

    /// <summary>Called with what each server says of itself.</summary>
    public Action<RedisServerInfo>? Greeted { get; init; }

    /// <summary>Makes one.</summary>
    /// <param name="pushed">Called with what comes on channels; <c>null</c> for a connection for commands.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BrokerUnavailableException">There is no connection to be had; says why and what to do.</exception>
    public async Task<RedisConnection> Connect(Action<RespValue>? pushed, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var patience = new CancellationTokenSource(Patience, time);
        using var link = patience.Token.UnsafeRegister(_ => deadline.Cancel(), null);
        try
        {
            var endPoint = address.ServiceName is null
                ? address.EndPoints[0]
                : await sentinels.FindPrimary(deadline.Token);
            return await Greet(endPoint, pushed, deadline.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BrokerUnavailableException(
                $"Redis at {address} has not answered within {Patience.TotalSeconds:0} s. Check that it runs, that the "
                + "host and the port are right, and that no firewall is between"
                + (address.IsSecure ? "; rediss:// needs the port for TLS." : "."),
                exception);
        }
        catch (BrokerUnavailableException exception) when (exception.InnerException is not null)
        {
            // A connection that came about and broke before it was of use.
            throw new BrokerUnavailableException(
                $"{exception.Message} Check that this is the port of a Redis ({address}), and that the scheme is rediss:// "
                + "if it wants TLS.",
                exception.InnerException);
        }
        catch (AuthenticationException exception)
        {
            throw new BrokerUnavailableException(
                $"There is no TLS with Redis at {address}: {RedisFault.Sentence(exception.Message)} Check that the port "
                + "is the one for TLS, and that the certificate is valid for the host; one of your own authority is "
                + "trusted with ca=file.",
                exception);
        }
        catch (Exception exception) when (exception is SocketException or IOException or InvalidDataException)
        {
            throw new BrokerUnavailableException(
                $"Redis at {address} cannot be reached: {RedisFault.Sentence(exception.Message)} Check that it runs "
                + "and that the host and the port are right; with TLS, write rediss://.",
                exception);
        }
    }

    private async Task<RedisConnection> Greet(
        RedisEndPoint endPoint, Action<RespValue>? pushed, CancellationToken cancellationToken)
    {
        var stream = await RedisStreams.Open(endPoint, address, cancellationToken);
        var connection = new RedisConnection(stream, endPoint.ToString(), pushed, time);
        try
        {
            await Authenticate(connection, cancellationToken);
            await Choose(connection, cancellationToken);
            await Check(connection, cancellationToken);
            if (pushed is null)
                await RedisScripts.Load(connection, address, cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task Authenticate(RedisConnection connection, CancellationToken cancellationToken)
    {
        if (RedisPassword.Command(address) is not { } command)
            return;

        var reply = await connection.Send(command).WaitAsync(cancellationToken);
        if (reply.Kind != RespKind.Error)
            return;

        throw RedisPassword.IsNotWanted(reply.Text)
            ? new BrokerUnavailableException(
                $"Redis at {address} wants no password, and one is given. Leave it out in Messaging:Broker, or set "
                + "requirepass on the server.")
            : RedisFault.From(reply.Text, address);
    }

    private async Task Choose(RedisConnection connection, CancellationToken cancellationToken)
    {
        if (address.Database == 0)
            return;

        var reply = await connection.Send(new RespCommand("SELECT").Add(address.Database)).WaitAsync(cancellationToken);
        if (reply.Kind != RespKind.Error)
            return;

        throw reply.Text.StartsWith("ERR", StringComparison.Ordinal)
            ? new BrokerUnavailableException(
                $"Redis at {address} has no database {address.Database}: "
                + $"{RedisFault.Sentence(RedisFault.Shown(reply.Text))} Most servers have 0 to 15 (databases in "
                + "redis.conf), a cluster has 0 only. Correct the number in Messaging:Broker.")
            : RedisFault.From(reply.Text, address);
    }

    private async Task Check(RedisConnection connection, CancellationToken cancellationToken)
    {
        var reply = await connection.Send(new RespCommand("INFO")).WaitAsync(cancellationToken);
        if (reply.Kind == RespKind.Error && !RedisFault.IsPermission(reply.Text))
            throw RedisFault.From(reply.Text, address);

        var info = new RedisServerInfo(reply.Kind == RespKind.Error ? "" : reply.Text);
        if (info.Fault() is { } fault)
            throw new BrokerUnavailableException($"Redis at {address} is of no use: {fault}");

        connection.IsCluster = info.IsCluster;
        if (Greeted is null)
            return;

        if (info.HasAppendOnlyFile)
            info.AppendFsync = await AskAppendFsync(connection, cancellationToken);
        Greeted(info);
    }

    // Many may not ask for settings; then nobody knows.
    private static async Task<string?> AskAppendFsync(RedisConnection connection, CancellationToken cancellationToken)
    {
        var reply = await connection
            .Send(new RespCommand("CONFIG").Add("GET").Add("appendfsync"))
            .WaitAsync(cancellationToken);
        return reply.Items is [_, var value] ? value.Text : null;
    }
}
