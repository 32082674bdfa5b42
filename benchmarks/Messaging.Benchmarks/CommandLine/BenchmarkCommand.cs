using System.CommandLine;
using Messaging.Contracts;

namespace Messaging.Benchmarks;

/// <summary>The command line.</summary>
internal sealed class BenchmarkCommand : RootCommand
{
    private readonly Argument<string> scenario = new("scenario");
    private readonly Option<string> broker = new("--broker") { DefaultValueFactory = _ => BrokerKind.Amqp.Name };
    private readonly Option<string> store = new("--store") { DefaultValueFactory = _ => StoreKind.Postgres.Name };
    private readonly Option<int?> tasks = NumberOption.Create("--tasks", 1, 100_000_000);
    private readonly Option<int?> rounds = NumberOption.Create("--rounds", 1, 1_000);
    private readonly Option<int?> concurrency = NumberOption.Create("--concurrency", 1, 10_000);
    private readonly Option<int?> duePerSecond = NumberOption.Create("--due-per-second", 1, 100_000);
    private readonly Option<int?> prefetch = NumberOption.Create("--prefetch", 1, 60_000);

    /// <summary>Makes the command.</summary>
    /// <param name="measure">What is done with arguments that have no fault; gives the exit code.</param>
    public BenchmarkCommand(Func<BenchmarkArguments, Task<int>> measure)
        : base("Measures Messaging on servers of its own. The result is one JSON object on standard output.")
    {
        scenario.Description = "What to measure: " + string.Join(
            "; ", Scenarios.All.Select(known => $"{known.Name} ({known.Description})"));
        broker.Description = $"The broker: {Names(BrokerKind.All.Select(kind => kind.Name))}.";
        store.Description = $"Where tasks are tracked: {Names(StoreKind.All.Select(kind => kind.Name))}.";
        tasks.Description = "Tasks a round. Default: the scenario's own.";
        rounds.Description = "Rounds that count; results are their medians. Default: 3.";
        concurrency.Description = "Tasks that the worker runs at the same time. Default: 64.";
        duePerSecond.Description = "Scheduled tasks that fall due in a second (scheduled). Default: 5,000.";
        prefetch.Description = "Messages that the broker hands out in advance, to ours and to plain MassTransit: "
            + "1 to 100 times --concurrency. Default: 16 times.";

        Arguments.Add(scenario);
        foreach (var option in AllOptions)
            Options.Add(option);

        SetAction((parsed, _) => measure(Read(parsed)));
    }

    private Option[] AllOptions => [broker, store, tasks, rounds, concurrency, prefetch, duePerSecond];

    /// <summary>All that is wrong with a command line, each as a sentence.</summary>
    public IEnumerable<string> Faults(ParseResult parsed)
    {
        var options = AllOptions.Select(option => option.Name).ToArray();
        if (parsed.UnmatchedTokens.Count > 0)
            return parsed.UnmatchedTokens.Select(token => Unknown("Argument", token, options));

        if (parsed.GetResult(scenario) is not { Tokens.Count: > 0 })
            return [$"No scenario is named. Known: {Names(Scenarios.All.Select(known => known.Name))}."];

        if (parsed.Errors.Count > 0)
            return parsed.Errors.Select(error => error.Message);

        string[] faults =
        [
            .. Misspelt("Scenario", parsed.GetValue(scenario)!, Scenarios.All.Select(known => known.Name)),
            .. Misspelt("--broker", parsed.GetValue(broker)!, BrokerKind.All.Select(kind => kind.Name)),
            .. Misspelt("--store", parsed.GetValue(store)!, StoreKind.All.Select(kind => kind.Name)),
        ];
        if (faults.Length > 0)
            return faults;

        var arguments = Read(parsed);
        return PrefetchFaults(arguments).Concat(arguments.Scenario.Faults(arguments));
    }

    /// <summary>What a command line without faults says.</summary>
    public BenchmarkArguments Read(ParseResult parsed)
    {
        var chosen = Scenarios.All.Single(known => known.Name == parsed.GetValue(scenario));
        var atATime = parsed.GetValue(concurrency) ?? 64;
        return new BenchmarkArguments
        {
            Scenario = chosen,
            Broker = BrokerKind.All.Single(kind => kind.Name == parsed.GetValue(broker)),
            Store = StoreKind.All.Single(kind => kind.Name == parsed.GetValue(store)),
            Tasks = parsed.GetValue(tasks) ?? chosen.DefaultTasks,
            Rounds = parsed.GetValue(rounds) ?? 3,
            Concurrency = atATime,
            DuePerSecond = parsed.GetValue(duePerSecond) ?? 5_000,
            Prefetch = parsed.GetValue(prefetch) ?? Math.Min(16 * atATime, 60_000),
        };
    }

    private static IEnumerable<string> Misspelt(string what, string given, IEnumerable<string> known)
    {
        var names = known.ToArray();
        if (!names.Contains(given, StringComparer.Ordinal))
            yield return Unknown(what, given, names);
    }

    private static string Unknown(string what, string given, IReadOnlyCollection<string> known) =>
        $"{what} '{given}' is not known. {DidYouMean.Sentence(given, known)}Known: {Names(known)}.";

    private static IEnumerable<string> PrefetchFaults(BenchmarkArguments arguments)
    {
        var (held, atATime) = (arguments.Prefetch, arguments.Concurrency);
        if (held % atATime != 0 || held / atATime is < 1 or > 100)
        {
            yield return $"--prefetch is {held} and --concurrency is {atATime}. A worker is told the first as a "
                + "multiple of the second, 1 to 100. Choose two such numbers.";
        }
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names);
}
