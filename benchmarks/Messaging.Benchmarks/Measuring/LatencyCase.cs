using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Messaging.Benchmarks;

/// <summary>How long one thing took, many times over.</summary>
/// <param name="name">What.</param>
internal sealed class LatencyCase(string name)
{
    private static readonly int[] Percents = [50, 95, 99];

    private readonly List<double> milliseconds = [];

    public string Name => name;

    /// <summary>Adds one time, between two moments by <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public void Add(long began, long ended) =>
        milliseconds.Add(Stopwatch.GetElapsedTime(began, ended).TotalMilliseconds);

    /// <summary>The medians of several rounds' percentiles.</summary>
    public static JsonObject Medians(IEnumerable<LatencyCase> rounds)
    {
        var cases = rounds.ToArray();
        return new JsonObject(Percents.Select(percent => KeyValuePair.Create<string, JsonNode?>(
            $"p{percent}_ms",
            Math.Round(Statistics.Median(cases.Select(measured => measured.Percentile(percent))), 2))));
    }

    /// <summary>Median and 99th percentile.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{name} p50 {Percentile(50):0.0} ms, p99 {Percentile(99):0.0} ms");

    private double Percentile(int percent) => Statistics.Percentile(milliseconds, percent);
}
