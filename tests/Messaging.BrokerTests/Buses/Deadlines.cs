namespace Messaging.BrokerTests;

/// <summary>How long tests wait before they fail.</summary>
internal static class Deadlines
{
    /// <summary>For what takes no time on an idle machine.</summary>
    public static TimeSpan Default { get; } = TimeSpan.FromSeconds(60);

    /// <summary>For what a client does by itself after its broker was away: it may wait half a minute in between.</summary>
    public static TimeSpan Recovery { get; } = TimeSpan.FromSeconds(120);

    /// <summary>A send that has not ended by then is given up, and tried again.</summary>
    public static TimeSpan Send { get; } = TimeSpan.FromSeconds(5);
}
