namespace Messaging.Hosting;

/// <summary>What trackers do with messages in dead-letter queues.</summary>
public enum DeadLetterHandling
{
    /// <summary>Take them into the store.</summary>
    Keep = 0,

    /// <summary>Leave them in the broker's queues.</summary>
    Leave = 1,
}
