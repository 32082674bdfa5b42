using MassTransit;
using Messaging.Hosting;

namespace Messaging.BrokerTests;

/// <summary>
/// A broker for the suites: where it is and what may be done to it. Every test makes one, starts it and disposes it, so
/// all of them may share a server; queues have names that no other test uses.
/// </summary>
public abstract class BrokerUnderTest : IAsyncDisposable
{
    /// <summary>The provider that the broker's package has.</summary>
    public abstract IBrokerProvider Provider { get; }

    /// <summary>Its address, as <c>Messaging:Broker</c> would say it. Asked for after <see cref="Start"/>.</summary>
    public abstract Uri Address { get; }

    /// <summary>
    /// Host and port of the server, to put a relay before it; that of <see cref="Address"/> by default. <c>null</c> if
    /// there is none: only brokers without <see cref="BrokerFeatures.Processes"/> may say that.
    /// </summary>
    public virtual Uri? Server => Address;

    /// <summary>
    /// How long a message stays locked whose worker is lost, at <see cref="Address"/>. Needed with
    /// <see cref="BrokerFeatures.Locks"/>, and best as short as the broker allows: the tests wait several times as
    /// long.
    /// </summary>
    public virtual TimeSpan LockTime => TimeSpan.Zero;

    /// <summary>
    /// The address with locks of another time: of minutes where none is to lapse, however long the machine stands
    /// still. Needed with <see cref="BrokerFeatures.Locks"/>; others leave it.
    /// </summary>
    /// <param name="time">How long a message stays locked, whole seconds.</param>
    public virtual Uri AddressWithLocks(TimeSpan time) => Address;

    /// <summary>
    /// The shortest time that nobody may have received from a temporary queue before the broker deletes it. Default:
    /// zero, for brokers that delete it with its connection.
    /// </summary>
    public virtual TimeSpan TemporaryQueueIdleTime => TimeSpan.Zero;

    /// <summary>
    /// Length of the longest text that a message of one text has to carry, in bytes. Default: 256 kB; less for brokers
    /// whose limit includes the envelope.
    /// </summary>
    public virtual int LargestText => 256 * 1024;

    /// <summary>The address with another host and port in it, those of a relay.</summary>
    /// <param name="port">Port of the relay on 127.0.0.1.</param>
    public virtual Uri AddressVia(int port) => new UriBuilder(Address) { Host = "127.0.0.1", Port = port }.Uri;

    /// <summary>The broker as one process sees it; called once for each bus.</summary>
    /// <param name="address"><see cref="Address"/> or <see cref="AddressVia"/>.</param>
    /// <param name="clock">The clock of that process, hours off in some tests. Brokers whose code takes one get it.</param>
    public virtual IBroker Connect(Uri address, TimeProvider clock) => Provider.Create(address);

    /// <summary>
    /// Says whether a temporary queue is still there. Default: what the broker itself says; one of several processes that
    /// has no <see cref="IBroker.Queues"/> needs something else here.
    /// </summary>
    /// <param name="broker">The broker.</param>
    public virtual IBrokerQueues? QueuesOf(IBroker broker)
    {
        ArgumentNullException.ThrowIfNull(broker);
        return broker.Queues;
    }

    /// <summary>
    /// Says of a temporary queue how long it may be idle, so that no test waits for as long as applications do.
    /// Default: there is nothing to set.
    /// </summary>
    /// <param name="endpoint">The endpoint of the queue.</param>
    /// <param name="idleTime"><see cref="TemporaryQueueIdleTime"/>, or longer.</param>
    public virtual void ConfigureTemporaryQueue(IReceiveEndpointConfigurator endpoint, TimeSpan idleTime)
    {
        // Brokers that see the connection end need nothing.
    }

    /// <summary>Starts the server, unless it runs already. Default: it does.</summary>
    public virtual Task Start() => Task.CompletedTask;

    /// <summary>Stops what <see cref="Start"/> has started.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
