using System.Text.Json;
using System.Text.Json.Nodes;

namespace Messaging.Benchmarks;

/// <summary>The result of a scenario, field by field in the order in which they are added.</summary>
internal sealed class Report
{
    private readonly JsonObject fields = [];

    /// <summary>Begins with what every scenario reports.</summary>
    public static Report Of(BenchmarkArguments arguments) => new Report()
        .Add("scenario", arguments.Scenario.Name)
        .Add("broker", arguments.Broker.Name)
        .Add("store", arguments.Store.Name)
        .Add("tasks", arguments.Tasks)
        .Add("rounds", arguments.Rounds);

    public Report Add(string name, JsonNode value)
    {
        fields.Add(name, value);
        return this;
    }

    /// <summary>Adds a number with as many decimal places as are worth reading.</summary>
    public Report Add(string name, double value, int decimals) => Add(name, Math.Round(value, decimals));

    /// <summary>Adds each case with the medians of its percentiles over all rounds.</summary>
    public Report Add(IReadOnlyList<IReadOnlyList<LatencyCase>> rounds)
    {
        for (var index = 0; index < rounds[0].Count; index++)
            Add(rounds[0][index].Name, LatencyCase.Medians(rounds.Select(round => round[index])));

        return this;
    }

    /// <summary>The result as a part of another one.</summary>
    public JsonNode ToNode() => fields;

    /// <summary>One line of JSON.</summary>
    public string ToJson() => fields.ToJsonString(JsonSerializerOptions.Web);
}
