namespace Messaging.Benchmarks;

/// <summary>What goes before the names of a round's queues and tables, so that rounds have none in common.</summary>
internal static class Prefixes
{
    public static string New() => $"b{Guid.NewGuid().ToString("N")[..10]}_";
}
