using System.Diagnostics;
using Messaging.Hosting;
using Messaging.Producers;

namespace Messaging.Benchmarks;

/// <summary>Tasks that are all sent for later, and then fall due at an even rate.</summary>
internal sealed class Scheduled : Scenario
{
    private const int WarmUpTasks = 2_000;

    /// <summary>So many have the same eta, and are sent together.</summary>
    private const int Together = 250;

    private const int SendsAtATime = 8;

    private static readonly TimeSpan LeastLead = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LeadOfAMillion = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public override string Name => "scheduled";

    public override string Description => "tasks sent for later: how fast they are taken, and how late they come";

    public override int DefaultTasks => 1_000_000;

    public override IEnumerable<string> Faults(BenchmarkArguments arguments)
    {
        if (arguments.Broker.Script is null || arguments.Store.Script is null)
        {
            yield return $"--broker is {arguments.Broker.Name} and --store is {arguments.Store.Name}. The worker is a "
                + "process of its own, and what the tracker keeps is counted in its table: leave both at their "
                + "defaults.";
        }
    }

    public override async Task<Report> Run(BenchmarkArguments arguments, CancellationToken cancellationToken)
    {
        await using var servers = await BenchmarkServers.Start(arguments.Broker, arguments.Store, cancellationToken);
        var settings = HostSettings.Of(arguments, servers.Addresses);
        await using var worker = SideProcess.Start(new SideSettings(SideKind.ScheduledWorker, settings));

        Progress.Say("Warming up");
        await Measure(
            worker, settings, arguments with { Tasks = Math.Min(WarmUpTasks, arguments.Tasks) }, cancellationToken);

        var rounds = new List<(double Accepted, RoundResult Worker)>();
        for (var round = 1; round <= arguments.Rounds; round++)
        {
            await Quiet.Wait(servers.Addresses, cancellationToken);
            rounds.Add(await Measure(worker, settings, arguments, cancellationToken));
            var figures = rounds[^1].Worker.Arrivals!;
            Progress.Say($"Round {round} of {arguments.Rounds}: accepted {rounds[^1].Accepted:N0}/s, late p99 "
                + $"{figures.LateP99} ms, {figures.Duplicates} twice");
        }

        var arrivals = rounds.ConvertAll(round => round.Worker.Arrivals!);
        return Report.Of(arguments)
            .Add("due_per_s", arguments.DuePerSecond)
            .Add("accepted_per_s", Statistics.Median(rounds.Select(round => round.Accepted)), 0)
            .Add("dispatched_per_s", Statistics.Median(arrivals.Select(round => round.Distinct / round.Seconds)), 0)
            .Add("late_p50_ms", Statistics.Median(arrivals.Select(round => (double)round.LateP50)), 0)
            .Add("late_p99_ms", Statistics.Median(arrivals.Select(round => (double)round.LateP99)), 0)
            .Add("lost", arrivals.Sum(round => arguments.Tasks - round.Distinct))
            .Add("duplicates", arrivals.Sum(round => round.Duplicates))
            .Add("worker_rss_mb_start", rounds[0].Worker.StartRss, 0)
            .Add("worker_rss_mb_end", arrivals[^1].Rss, 0);
    }

    private static async Task<(double Accepted, RoundResult Worker)> Measure(
        SideProcess worker, HostSettings settings, BenchmarkArguments arguments, CancellationToken cancellationToken)
    {
        var prefix = Prefixes.New();
        RoundResult result;
        double accepted;
        await using (var tracker = await OursHost.Start(
            settings, prefix, MessagingRoles.Tracker, Gate.AlreadyOpen(), cancellationToken))
        {
            var arrivals = worker.Run(
                new RoundRequest { Prefix = prefix, Tasks = arguments.Tasks }, cancellationToken);
            await using var table = new ScheduledTable(settings.Servers.Store, prefix);
            var lead = LeadOfAMillion * (arguments.Tasks / 1_000_000.0);
            var due = TimeProvider.System.GetUtcNow() + (lead > LeastLead ? lead : LeastLead);

            var began = Stopwatch.GetTimestamp();
            await SendAll(tracker.Client, arguments, due, cancellationToken);
            while (await table.Count(cancellationToken) < arguments.Tasks)
            {
                if (TimeProvider.System.GetUtcNow() > due)
                {
                    throw new BenchmarkFailedException(
                        $"{arguments.Tasks:N0} tasks were not taken before the first of them was due. Lower --tasks.");
                }

                await Task.Delay(Pause, cancellationToken);
            }

            accepted = arguments.Tasks / Stopwatch.GetElapsedTime(began).TotalSeconds;
            result = await arrivals;
            if (await table.Count(cancellationToken) is var left and > 0)
                throw new BenchmarkFailedException($"{left:N0} rows are left of tasks that have all been sent.");
        }

        await Leftovers.Delete(settings.Servers, prefix, cancellationToken);
        return (accepted, result);
    }

    private static Task SendAll(
        ITaskClient client, BenchmarkArguments arguments, DateTimeOffset due, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            Enumerable.Range(0, arguments.Tasks).Chunk(Together),
            new ParallelOptions { MaxDegreeOfParallelism = SendsAtATime, CancellationToken = cancellationToken },
            async (numbers, token) => await client.SendMany(
                numbers.Select(number => new ForLater(number)),
                new TaskOptions { Eta = due + TimeSpan.FromSeconds((double)numbers[0] / arguments.DuePerSecond) },
                token));
}
