using MassTransit;
using MassTransit.Agents;
using MassTransit.RabbitMqTransport;
using RabbitMQ.Client;

namespace Messaging.RabbitMq;

/// <summary>Connects, and ends MassTransit's use of a connection when it is lost.</summary>
internal sealed class ConnectionMaker(RabbitMqHost host) : IPipeContextFactory<ConnectionContext>
{
    private readonly IPipeContextFactory<ConnectionContext> shared = new ConnectionContextFactory(host);
    private readonly Lazy<ConnectionFactory> factory = new(() => host.Settings.GetConnectionFactory());

    public IPipeContextAgent<ConnectionContext> CreateContext(ISupervisor supervisor)
    {
        var connecting = Task.Run(() => Connect(supervisor), supervisor.Stopped);
        var agent = supervisor.AddContext<ConnectionContext>(AsContext(connecting));
        _ = StopWhenLost(connecting, agent);
        return agent;
    }

    public IActivePipeContextAgent<ConnectionContext> CreateActiveContext(
        ISupervisor supervisor, PipeContextHandle<ConnectionContext> context, CancellationToken cancellationToken = default) =>
        shared.CreateActiveContext(supervisor, context, cancellationToken);

    private static async Task<ConnectionContext> AsContext(Task<LiveConnection> connecting) => await connecting;

    private static async Task StopWhenLost(Task<LiveConnection> connecting, IPipeContextAgent<ConnectionContext> agent)
    {
        await ((Task)connecting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!connecting.IsCompletedSuccessfully)
            return;

        var connection = await connecting;
        var reason = await connection.Lost;
        await agent.Stop(reason.ReplyText);
    }

    private async Task<LiveConnection> Connect(ISupervisor supervisor)
    {
        await host.Settings.Refresh(factory.Value);
        var description = host.Settings.ToDescription(factory.Value);
        if (supervisor.Stopping.IsCancellationRequested)
            throw new RabbitMqConnectionException($"The bus stops and connects no more: {description}");

        LogContext.Debug?.Log("Connecting to {Host}", description);
        try
        {
            DrainingTcpClient? socket = null;
            factory.Value.SocketFactory = family => socket = DrainingTcpClient.Create(family);
            var connection = await Open();
            LogContext.Debug?.Log(
                "Connected to {Host} (address: {RemoteAddress}, local port: {LocalPort})",
                description,
                connection.Endpoint,
                connection.LocalPort);
            return new LiveConnection(connection, socket, host, description, supervisor.Stopped);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogContext.Warning?.Log(exception, "Cannot connect to {Host}", description);
            throw new RabbitMqConnectionException($"Cannot connect to {description}: {exception.Message}", exception);
        }
    }

    private Task<IConnection> Open() => host.Settings.EndpointResolver is { } resolver
        ? factory.Value.CreateConnectionAsync(resolver, host.Settings.ClientProvidedName)
        : factory.Value.CreateConnectionAsync([host.Settings.Host], host.Settings.ClientProvidedName);
}
