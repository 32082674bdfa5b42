using MassTransit;
using Messaging.Hosting;
using Microsoft.Extensions.Logging;

namespace Messaging.PullTransport;

/// <summary>
/// Fills Messaging's port for brokers with an <see cref="IPullBroker"/>: what a broker package hands out for an address.
/// </summary>
/// <param name="address">The address for people, without the password.</param>
/// <param name="features">What the broker can do.</param>
/// <param name="connect">
/// Makes the <see cref="IPullBroker"/>, once, when it is first needed; connects to nothing yet. The logger writes to the
/// host's log as soon as there is one.
/// </param>
internal sealed class PullBroker(string address, BrokerFeatures features, Func<ILogger, IPullBroker> connect)
    : IBroker, IBrokerQueues, IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly LateLogger logger = new();
    private IPullBroker? broker;

    public string Address => address;

    /// <summary>What the broker can do, and what the receiver does for each.</summary>
    public BrokerFeatures Features => features | BrokerFeatures.Pause;

    public IBrokerQueues? Queues => features.HasFlag(BrokerFeatures.Depth) ? this : null;

    public ClosedQueues ClosedQueues { get; } = new();

    private IPullBroker Broker
    {
        get
        {
            lock (gate)
                return broker ??= connect(logger);
        }
    }

    public Uri QueueAddress(string queue) => new($"queue:{queue}");

    public Task<string?> FindFault(CancellationToken cancellationToken) => Broker.FindFault(cancellationToken);

    /// <summary>Ignored by a broker without priorities.</summary>
    public void SetPriority(SendContext context, byte priority)
    {
        if (context is SqlSendContext message)
            message.Priority = priority;
    }

    public IRegistrationBusFactory CreateBusFactory(Action<IBusRegistrationContext, IBusFactoryConfigurator> configure) =>
        new PullBusRegistration(this, configure);

    public int? DeliveriesBefore(ReceiveContext message) =>
        message is PullReceiveContext received ? received.Message.DeliveriesBefore : null;

    /// <summary>Queues are durable unless they are declared as temporary.</summary>
    public void ConfigureQueue(IReceiveEndpointConfigurator endpoint)
    {
        // Nothing to add.
    }

    public Task<QueueDepth?> Measure(string queue, CancellationToken cancellationToken) =>
        Broker.Measure(queue, cancellationToken);

    public Task<long> Purge(string queue, CancellationToken cancellationToken) => Broker.Purge(queue, cancellationToken);

    /// <summary>What a bus works with.</summary>
    public PullRuntime Run(TimeProvider clock, ILogger target)
    {
        logger.Target = target;
        return new PullRuntime(Broker, ClosedQueues, clock, target);
    }

    public ValueTask DisposeAsync()
    {
        lock (gate)
            return broker?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
