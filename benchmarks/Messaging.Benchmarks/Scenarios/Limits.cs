using Messaging.Hosting;

namespace Messaging.Benchmarks;

/// <summary>
/// Three workers that share a rate limit with two keys, one tracker that grants its permits. They are in one process, so
/// that one clock sees all starts.
/// </summary>
internal sealed class Limits : Scenario
{
    private const int Workers = 3;
    private const int WarmUp = 200;

    /// <summary>The largest <c>Worker:PrefetchMultiplier</c>.</summary>
    private const int MostAhead = 100;

    private static readonly string[] Keys = ["north", "south"];
    private static readonly TimeSpan Stalled = TimeSpan.FromMinutes(5);

    public override string Name => "limits";

    public override string Description =>
        "tasks under a rate of 100/s over three workers, by two keys: how exactly it holds, and how fully it is used";

    public override int DefaultTasks => 3_000;

    public override IEnumerable<string> Faults(BenchmarkArguments arguments)
    {
        if (arguments.Broker == BrokerKind.Memory)
            yield return "--broker is memory. Several workers need a broker between them: say --broker amqp.";
    }

    public override async Task<Report> Run(BenchmarkArguments arguments, CancellationToken cancellationToken)
    {
        await using var servers = await BenchmarkServers.Start(arguments.Broker, arguments.Store, cancellationToken);
        // All tasks come at once, and each worker holds half of what it gets in advance.
        var settings = HostSettings.Of(arguments, servers.Addresses) with
        {
            Prefetch = Math.Min(Math.Max(arguments.Prefetch, arguments.Tasks), arguments.Concurrency * MostAhead),
        };
        var prefix = Prefixes.New();
        var starts = new LimitedStarts();
        await using var tracker = await Start(MessagingRoles.Tracker);
        await using var first = await Start(MessagingRoles.Worker);
        await using var second = await Start(MessagingRoles.Worker);
        await using var third = await Start(MessagingRoles.Worker);

        Progress.Say($"Warming up {Workers} workers");
        await Round(tracker, starts, WarmUp, cancellationToken);
        var rounds = new List<(double Took, int Most)>();
        for (var round = 1; round <= arguments.Rounds; round++)
        {
            await Quiet.Wait(servers.Addresses, cancellationToken);
            await Round(tracker, starts, arguments.Tasks, cancellationToken);
            rounds.Add((starts.Longest().TotalSeconds, starts.MostInASecond()));
            Progress.Say(
                $"Round {round} of {arguments.Rounds}: {rounds[^1].Took:0.00} s, {rounds[^1].Most} in a second at most");
        }

        var ideal = (double)arguments.Tasks / Keys.Length / LimitedConsumer.Rate;
        var took = Statistics.Median(rounds.Select(round => round.Took));
        return Report.Of(arguments)
            .Add("ideal_s", ideal, 2)
            .Add("took_s", took, 2)
            .Add("ratio", took / ideal, 3)
            .Add("most_in_a_second", rounds.Max(round => round.Most));

        Task<OursHost> Start(MessagingRoles roles) =>
            OursHost.Start(settings, prefix, roles, Gate.AlreadyOpen(), cancellationToken, starts);
    }

    private static async Task Round(
        OursHost sender, LimitedStarts starts, int tasks, CancellationToken cancellationToken)
    {
        var all = starts.Expect(tasks);
        await sender.Client.SendMany(
            Enumerable.Range(0, tasks).Select(number => new Limited(number, Keys[number % Keys.Length])),
            cancellationToken: cancellationToken);
        try
        {
            await all.WaitAsync(Stalled, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new BenchmarkFailedException($"Not all of {tasks} tasks were started within {Stalled}.");
        }
    }
}
