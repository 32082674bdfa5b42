namespace Messaging.BrokerTests;

/// <summary>
/// A broker with a server of its own that can be killed and started again, for <see cref="RestartSuite{TBroker}"/>. It has
/// <see cref="Hosting.BrokerFeatures.Durable"/>, and is set up to keep what it has confirmed.
/// </summary>
public abstract class KillableBroker : BrokerUnderTest
{
    /// <summary>
    /// Kills the server, as <c>kill -9</c> does. <see cref="BrokerUnderTest.Start"/> is called next, and starts it again
    /// at the same address with its data.
    /// </summary>
    public abstract Task Kill();
}
