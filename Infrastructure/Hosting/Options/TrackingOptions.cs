namespace Messaging.Hosting;

/// <summary>Settings of a tracker (<c>Messaging:Tracking</c>).</summary>
public sealed class TrackingOptions
{
    /// <summary>
    /// Where task sagas are kept: <c>memory:</c> (default; forgets with the process) or
    /// <c>postgres://user:password@host:port/database</c>.
    /// </summary>
    public string Store { get; set; } = "memory:";

    /// <summary>
    /// How long a starting tracker waits for a store that cannot be reached before it gives up. Default 30 s; 0 to 1
    /// day. Later on it waits without limit.
    /// </summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
