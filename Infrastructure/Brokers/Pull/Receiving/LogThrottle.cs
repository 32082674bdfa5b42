namespace Messaging.PullTransport;

/// <summary>Says of a failure that repeats when to log it: the first time, and then once a minute.</summary>
internal sealed class LogThrottle(TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private long? lastPass;

    /// <summary>Whether to log it now.</summary>
    public bool TryPass()
    {
        lock (gate)
        {
            if (lastPass is { } at && clock.GetElapsedTime(at) < Pause)
                return false;

            lastPass = clock.GetTimestamp();
            return true;
        }
    }
}
