using System.Text.Json.Nodes;

namespace Messaging.Benchmarks;

/// <summary>A scenario in which ours is held against plain MassTransit.</summary>
/// <param name="ours">Our side.</param>
/// <param name="plain">The other side.</param>
internal abstract class PairedScenario(SideKind ours, SideKind plain) : Scenario
{
    public override async Task<Report> Run(BenchmarkArguments arguments, CancellationToken cancellationToken)
    {
        await using var servers = await BenchmarkServers.Start(arguments.Broker, arguments.Store, cancellationToken);
        var rounds = new PairedRounds(servers, arguments);
        await rounds.Run(ours, plain, cancellationToken);

        var ratios = rounds.Ours.Zip(rounds.Plain, (our, other) => rounds.Rate(our) / rounds.Rate(other)).ToArray();
        return Report.Of(arguments)
            .Add("concurrency", arguments.Concurrency)
            .Add("prefetch", arguments.Prefetch)
            .Add("ours_per_s", Statistics.Median(rounds.Ours.Select(rounds.Rate)), 0)
            .Add("plain_per_s", Statistics.Median(rounds.Plain.Select(rounds.Rate)), 0)
            .Add("ratio", Statistics.Median(ratios), 3)
            .Add("ratios", new JsonArray([.. ratios.Select(ratio => JsonValue.Create(Math.Round(ratio, 3)))]))
            .Add("ours_cpu_us", CpuUsage.PerTask([.. rounds.Ours.Select(round => round.Cpu)], arguments.Tasks))
            .Add("plain_cpu_us", CpuUsage.PerTask([.. rounds.Plain.Select(round => round.Cpu)], arguments.Tasks))
            .Add("cpu_ratio", TotalCpu(rounds.Plain) / TotalCpu(rounds.Ours), 3)
            .Add("ours_peak_rss_mb", rounds.Ours.Max(round => round.PeakRss), 0)
            .Add("plain_peak_rss_mb", rounds.Plain.Max(round => round.PeakRss), 0);
    }

    private static double TotalCpu(IEnumerable<RoundResult> rounds) =>
        Statistics.Median(rounds.Select(round => round.Cpu.Total()));
}
