namespace Messaging.Benchmarks;

/// <summary>
/// Ours and plain MassTransit in alternation: after a round of each that does not count, the rounds that do, each side
/// going first in every other one.
/// </summary>
internal sealed class PairedRounds(BenchmarkServers servers, BenchmarkArguments arguments)
{
    private const int LeastWarmUp = 2_000;
    private const int MostWarmUp = 50_000;

    private readonly List<RoundResult> ours = [];
    private readonly List<RoundResult> plain = [];

    public IReadOnlyList<RoundResult> Ours => ours;

    public IReadOnlyList<RoundResult> Plain => plain;

    public async Task Run(SideKind oursSide, SideKind plainSide, CancellationToken cancellationToken)
    {
        await using var oursProcess = Start(oursSide);
        await using var plainProcess = Start(plainSide);

        Progress.Say("Warming up");
        var warmUp = Math.Clamp(arguments.Tasks, LeastWarmUp, MostWarmUp);
        await Measure(oursProcess, warmUp, cancellationToken);
        await Measure(plainProcess, warmUp, cancellationToken);

        for (var round = 1; round <= arguments.Rounds; round++)
        {
            var oursFirst = round % 2 == 1;
            if (oursFirst)
                ours.Add(await Measure(oursProcess, arguments.Tasks, cancellationToken));
            plain.Add(await Measure(plainProcess, arguments.Tasks, cancellationToken));
            if (!oursFirst)
                ours.Add(await Measure(oursProcess, arguments.Tasks, cancellationToken));

            var (ourRate, plainRate) = (Rate(ours[^1]), Rate(plain[^1]));
            Progress.Say($"Round {round} of {arguments.Rounds}: ours {ourRate:N0}/s, plain {plainRate:N0}/s, "
                + $"ratio {ourRate / plainRate:0.00}");
        }
    }

    /// <summary>Tasks a second.</summary>
    public double Rate(RoundResult result) => arguments.Tasks / result.Seconds;

    private SideProcess Start(SideKind side) =>
        SideProcess.Start(new SideSettings(side, HostSettings.Of(arguments, servers.Addresses)));

    private async Task<RoundResult> Measure(SideProcess side, int tasks, CancellationToken cancellationToken)
    {
        var prefix = Prefixes.New();
        await Quiet.Wait(servers.Addresses, cancellationToken);
        var result = await side.Run(
            new RoundRequest { Prefix = prefix, Tasks = tasks }, cancellationToken);
        await Leftovers.Delete(servers.Addresses, prefix, cancellationToken);

        return result;
    }
}
