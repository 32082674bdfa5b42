using System.Text.Json.Nodes;

namespace Messaging.Benchmarks;

/// <summary>Every scenario that can run with the arguments, one after another: a look at whether they all work.</summary>
internal sealed class AllScenarios : Scenario
{
    public override string Name => "all";

    public override string Description => "every scenario with the same, small number of tasks";

    public override int DefaultTasks => 2_000;

    public override async Task<Report> Run(BenchmarkArguments arguments, CancellationToken cancellationToken)
    {
        var results = new JsonArray();
        foreach (var scenario in Scenarios.All.Where(scenario => scenario != this))
        {
            var its = arguments with { Scenario = scenario };
            var faults = scenario.Faults(its).ToArray();
            Progress.Say(faults.Length == 0 ? $"{scenario.Name}:" : $"{scenario.Name} is left out. {faults[0]}");
            if (faults.Length == 0)
                results.Add((await scenario.Run(its, cancellationToken)).ToNode());
        }

        return Report.Of(arguments).Add("results", results);
    }
}
