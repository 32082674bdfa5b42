namespace Messaging.Producers;

/// <summary>The broker could not be reached, or did not confirm a message in time.</summary>
public sealed class BrokerUnreachableException : Exception
{
    internal BrokerUnreachableException(string broker, string what, string reason, Exception? inner = null)
        : base(
            $"{what} was not confirmed by the broker {broker}: {reason} "
            + "Check that the broker runs and that Messaging:Broker names it.",
            inner)
    {
        Broker = broker;
    }

    /// <summary>Address of the broker, without the password.</summary>
    public string Broker { get; }
}
