using Messaging.BrokerTests;
using Messaging.Hosting;

namespace Messaging.Brokers.Tests;

/// <summary>The broker of one process.</summary>
public sealed class Memory : BrokerUnderTest
{
    /// <inheritdoc/>
    public override IBrokerProvider Provider => new InMemoryBrokerProvider();

    /// <inheritdoc/>
    public override Uri Address => new("memory:");

    /// <inheritdoc/>
    public override Uri? Server => null;
}
