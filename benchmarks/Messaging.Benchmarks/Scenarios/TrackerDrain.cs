namespace Messaging.Benchmarks;

/// <summary>Lifecycle events that are all queued when a tracker starts.</summary>
internal sealed class TrackerDrain : Scenario
{
    private const int WarmUpTasks = 20_000;

    public override string Name => "tracker";

    public override string Description => "queued lifecycle events written to the store by one tracker";

    public override int DefaultTasks => 100_000;

    public override IEnumerable<string> Faults(BenchmarkArguments arguments)
    {
        if (arguments.Broker.Script is null)
        {
            yield return $"--broker is {arguments.Broker.Name}, whose queues live in the tracker's own process and cannot "
                + "be filled before it starts. Choose another one.";
        }
    }

    public override async Task<Report> Run(BenchmarkArguments arguments, CancellationToken cancellationToken)
    {
        await using var servers = await BenchmarkServers.Start(arguments.Broker, arguments.Store, cancellationToken);
        var settings = HostSettings.Of(arguments, servers.Addresses);
        await using var tracker = SideProcess.Start(new SideSettings(SideKind.Tracker, settings));

        Progress.Say("Warming up");
        await Measure(tracker, settings, Math.Min(WarmUpTasks, arguments.Tasks), cancellationToken);

        var results = new List<RoundResult>();
        for (var round = 1; round <= arguments.Rounds; round++)
        {
            results.Add(await Measure(tracker, settings, arguments.Tasks, cancellationToken));
            Progress.Say($"Round {round} of {arguments.Rounds}: {arguments.Tasks / results[^1].Seconds:N0} tasks/s, "
                + $"memory from {results[^1].StartRss:N0} to at most {results[^1].PeakRss:N0} MiB");
        }

        var rate = Statistics.Median(results.Select(result => arguments.Tasks / result.Seconds));
        return Report.Of(arguments)
            .Add("events_per_s", rate * QueuedEvents.EventsPerTask, 0)
            .Add("tasks_per_s", rate, 0)
            .Add("start_rss_mb", results[0].StartRss, 0)
            .Add("peak_rss_mb", results.Max(result => result.PeakRss), 0)
            .Add("cpu_us", CpuUsage.PerTask([.. results.Select(result => result.Cpu)], arguments.Tasks));
    }

    private static async Task<RoundResult> Measure(
        SideProcess tracker, HostSettings settings, int tasks, CancellationToken cancellationToken)
    {
        var prefix = Prefixes.New();
        var last = await QueuedEvents.Fill(settings, prefix, tasks, cancellationToken);
        await Quiet.Wait(settings.Servers, cancellationToken);
        var result = await tracker.Run(
            new RoundRequest { Prefix = prefix, Tasks = tasks, LastTask = last }, cancellationToken);
        await Leftovers.Delete(settings.Servers, prefix, cancellationToken);

        return result;
    }
}
