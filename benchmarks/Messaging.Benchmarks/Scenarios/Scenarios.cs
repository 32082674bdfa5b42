namespace Messaging.Benchmarks;

/// <summary>All scenarios.</summary>
internal static class Scenarios
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new Throughput(),
        new Drain(),
        new TrackerDrain(),
        new Latency(),
        new Query(),
        new Scheduled(),
        new Limits(),
        new Peers(),
        new AllScenarios(),
    ];
}
