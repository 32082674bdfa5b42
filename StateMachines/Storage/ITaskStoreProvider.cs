namespace Messaging.StateMachines;

/// <summary>
/// Opens task stores of one kind, chosen by the scheme of <c>Messaging:Tracking:Store</c>. Each store package has one,
/// public and with a constructor without parameters.
/// </summary>
public interface ITaskStoreProvider
{
    /// <summary>Schemes of the addresses that it understands, in lower case.</summary>
    IReadOnlyList<string> Schemes { get; }

    /// <summary>
    /// What is wrong with an address, each the end of a sentence that begins with the setting's name.
    /// </summary>
    /// <param name="address">An address with one of the schemes.</param>
    IEnumerable<string> Faults(Uri address);

    /// <summary>Opens all that a tracker keeps. Connects to nothing yet.</summary>
    /// <param name="address">An address without faults.</param>
    /// <param name="prefix">What goes before every table name.</param>
    TrackerStores Open(Uri address, string prefix);
}
