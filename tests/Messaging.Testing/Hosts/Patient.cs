using Messaging.Producers;

namespace Messaging.Testing;

/// <summary>
/// How tests ask workers whose answers they need: a slow machine makes them wait, and not fail. Those that expect silence
/// ask for a shorter time.
/// </summary>
public static class Patient
{
    /// <summary>Until all workers have answered that the trackers know to be online, of which there must be one.</summary>
    public static ControlOptions All { get; } = new() { Timeout = Eventually.Deadline };

    /// <summary>Until one worker has answered, whether the trackers know it or not.</summary>
    public static ControlOptions Of(string worker) => All with { Workers = [worker] };
}
