using Messaging.Hosting;
using Messaging.PullTransport;

namespace Messaging.PostgreSql;

/// <summary>
/// Has a PostgreSQL database as the broker: <c>postgres://user:password@host:port/database</c>. After <c>?</c> may follow
/// <c>schema</c> (what the tables are in, <c>messaging_broker</c>), <c>lock</c> (how long a message stays with a worker
/// that is lost, <c>30s</c>; 1 to 43200 seconds) and settings of Npgsql, for example <c>SSL Mode=Require</c>.
/// </summary>
public sealed class PostgresBrokerProvider : IBrokerProvider
{
    private const BrokerFeatures Features = BrokerFeatures.Processes | BrokerFeatures.Durable
        | BrokerFeatures.Priorities | BrokerFeatures.Order | BrokerFeatures.DeliveryCount | BrokerFeatures.Locks
        | BrokerFeatures.Delays | BrokerFeatures.Depth | BrokerFeatures.OldestAge;

    /// <inheritdoc/>
    public IReadOnlyList<string> Schemes { get; } = ["postgres", "postgresql"];

    /// <inheritdoc/>
    public IEnumerable<string> Faults(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return PostgresBrokerSettings.Faults(address);
    }

    /// <inheritdoc/>
    public IBroker Create(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var settings = PostgresBrokerSettings.Read(address);
        return new PullBroker(
            settings.Description,
            Features,
            logger => new PostgresPullBroker(settings, TimeProvider.System, logger));
    }
}
