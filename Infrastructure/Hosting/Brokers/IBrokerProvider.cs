namespace Messaging.Hosting;

/// <summary>
/// Connects to brokers of one kind, chosen by the scheme of <c>Messaging:Broker</c>. Each broker package has one,
/// public and with a constructor without parameters.
/// </summary>
public interface IBrokerProvider
{
    /// <summary>Schemes of the addresses that it understands, in lower case.</summary>
    IReadOnlyList<string> Schemes { get; }

    /// <summary>
    /// What is wrong with an address, each the end of a sentence that begins with the setting's name.
    /// </summary>
    /// <param name="address">An address with one of the schemes.</param>
    IEnumerable<string> Faults(Uri address);

    /// <summary>
    /// What is wrong with the name of a queue of tasks, whose failed messages go to <c>&lt;queue&gt;_error</c> and
    /// <c>&lt;queue&gt;_skipped</c>: a process whose settings name such a queue does not start.
    /// </summary>
    /// <param name="address">An address without faults.</param>
    /// <param name="queue">Name of the queue, <c>Messaging:Prefix</c> included.</param>
    /// <returns><c>null</c> if the broker allows it, else the rule and what to do, in sentences.</returns>
    string? QueueFault(Uri address, string queue) => null;

    /// <summary>Makes the broker. Connects to nothing yet.</summary>
    /// <param name="address">An address without faults.</param>
    IBroker Create(Uri address);
}
