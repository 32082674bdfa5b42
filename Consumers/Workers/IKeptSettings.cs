namespace Messaging.Consumers;

/// <summary>What the trackers keep for this worker. The host connects it to the bus.</summary>
internal interface IKeptSettings
{
    /// <summary>Asks the trackers for it, and has the worker do so when they have answered. Does not wait.</summary>
    void Refresh();
}
