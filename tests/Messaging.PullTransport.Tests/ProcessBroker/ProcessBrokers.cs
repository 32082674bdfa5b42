using Messaging.Hosting;

namespace Messaging.PullTransport.Tests;

/// <summary>Provides <c>process:</c>, so that a whole host runs on <see cref="ProcessBroker"/>.</summary>
internal sealed class ProcessBrokers(Func<ProcessBroker> create) : IBrokerProvider
{
    public const BrokerFeatures Features =
        BrokerFeatures.Priorities | BrokerFeatures.Order | BrokerFeatures.DeliveryCount | BrokerFeatures.Locks
        | BrokerFeatures.Delays | BrokerFeatures.Depth | BrokerFeatures.OldestAge;

    public IReadOnlyList<string> Schemes { get; } = ["process"];

    public IEnumerable<string> Faults(Uri address) => [];

    public IBroker Create(Uri address) => new PullBroker("process:", Features, _ => create());
}
