using System.Diagnostics;

namespace Messaging.TestHarness;

/// <summary>
/// How long nothing has moved, in real time in which it could have: of a time in which nobody looked, the whole process
/// stood still as a rule, and only a moment counts.
/// </summary>
internal sealed class Stillness
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    private long lookedAt = Stopwatch.GetTimestamp();
    private IReadOnlyList<OpenTask> last = [];

    /// <summary>The time.</summary>
    public TimeSpan Time { get; private set; }

    /// <summary>Takes note of what is found now.</summary>
    public void Look(IReadOnlyList<OpenTask> now)
    {
        var passed = Stopwatch.GetElapsedTime(lookedAt);
        lookedAt = Stopwatch.GetTimestamp();
        Time = now.SequenceEqual(last) ? Time + (passed < Moment ? passed : Moment) : TimeSpan.Zero;
        last = now;
    }

    /// <summary>Begins anew.</summary>
    public void Forget() => Time = TimeSpan.Zero;
}
