namespace Messaging.Hosting;

/// <summary>Settings of a tracker (<c>Messaging:Tracking</c>).</summary>
public sealed class TrackingOptions
{
    /// <summary>
    /// Where task sagas are kept: <c>memory:</c> (forgets with the process) or
    /// <c>postgres://user:password@host:port/database</c>. Default: <c>memory:</c> on the broker <c>memory:</c>; a
    /// tracker on any other broker must say.
    /// </summary>
    public string? Store { get; set; }

    /// <summary>
    /// How long a starting tracker waits for a store that cannot be reached before it gives up. Default 30 s; 0 to 1
    /// day. Later on it waits without limit.
    /// </summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
