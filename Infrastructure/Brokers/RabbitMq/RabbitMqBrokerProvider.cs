using Messaging.Hosting;

namespace Messaging.RabbitMq;

/// <summary>
/// Connects to RabbitMQ: <c>amqp://user:password@host:port/vhost</c>, <c>amqps://…</c> with TLS. After <c>?</c> may
/// follow <c>queueType=classic</c>; queues are quorum queues otherwise.
/// </summary>
public sealed class RabbitMqBrokerProvider : IBrokerProvider
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Schemes { get; } = ["amqp", "amqps"];

    /// <inheritdoc/>
    public IEnumerable<string> Faults(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return RabbitMqAddress.Faults(address);
    }

    /// <inheritdoc/>
    public IBroker Create(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new RabbitMqBroker(RabbitMqAddress.Read(address));
    }
}
