using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>The runs that a schedule remembers.</summary>
internal static class LastRuns
{
    private const int Most = 10;

    /// <summary>Adds runs, of which the latest is the last, in front of those that are known.</summary>
    public static IReadOnlyList<ScheduleRun> Add(IReadOnlyList<ScheduleRun> known, IReadOnlyList<ScheduleRun> sent) =>
        [.. sent.Reverse().Concat(known).Take(Most)];
}
