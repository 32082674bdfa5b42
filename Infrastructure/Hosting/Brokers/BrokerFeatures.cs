namespace Messaging.Hosting;

/// <summary>What a broker can do that not all can. The table in docs/brokers.md says the same.</summary>
[Flags]
public enum BrokerFeatures
{
    /// <summary>Nothing of it.</summary>
    None = 0,

    /// <summary>Several processes use it at the same time.</summary>
    Processes = 1,

    /// <summary>Messages outlive a restart of the broker, if it is set up as the documentation says.</summary>
    Durable = 1 << 1,

    /// <summary>Messages of higher priority are handed out before others that wait.</summary>
    Priorities = 1 << 2,

    /// <summary>One consumer with a prefetch of one gets messages in the order in which one sender sent them.</summary>
    Order = 1 << 3,

    /// <summary>Says how often a message was handed out before.</summary>
    DeliveryCount = 1 << 4,

    /// <summary>
    /// Locks messages for a time; what a lost worker held is handed out again when that has passed. Without it, as soon
    /// as the broker sees the connection end.
    /// </summary>
    Locks = 1 << 5,

    /// <summary>Holds messages back for a time by itself.</summary>
    Delays = 1 << 6,

    /// <summary>Says how many messages wait in a queue, and purges it.</summary>
    Depth = 1 << 7,

    /// <summary>Says how long the oldest message of a queue has been waiting.</summary>
    OldestAge = 1 << 8,

    /// <summary>
    /// Stops fetching from one queue and begins again, while what was fetched runs on
    /// (<see cref="IBroker.ClosedQueues"/>).
    /// </summary>
    Pause = 1 << 9,
}
