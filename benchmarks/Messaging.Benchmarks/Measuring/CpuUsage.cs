using System.Text.Json.Nodes;

namespace Messaging.Benchmarks;

/// <summary>Processor time by process, in microseconds.</summary>
/// <param name="Dotnet">The .NET process: client, worker and tracker, or plain MassTransit.</param>
/// <param name="Broker">The broker and its children; 0 if it is in the .NET process.</param>
/// <param name="Store">The database and its children; 0 if it is in the .NET process.</param>
internal sealed record CpuUsage(double Dotnet, double Broker, double Store)
{
    /// <summary>The medians of several, a task each, as JSON.</summary>
    public static JsonObject PerTask(IReadOnlyCollection<CpuUsage> rounds, int tasks) => new()
    {
        ["dotnet"] = Median(rounds, tasks, usage => usage.Dotnet),
        ["broker"] = Median(rounds, tasks, usage => usage.Broker),
        ["store"] = Median(rounds, tasks, usage => usage.Store),
        ["total"] = Median(rounds, tasks, usage => usage.Total()),
    };

    /// <summary>All of it.</summary>
    public double Total() => Dotnet + Broker + Store;

    private static double Median(IEnumerable<CpuUsage> rounds, int tasks, Func<CpuUsage, double> part) =>
        Math.Round(Statistics.Median(rounds.Select(part)) / tasks, 1);
}
