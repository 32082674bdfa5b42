using System.Text.Json;

namespace Messaging.Benchmarks.Tests;

/// <summary>The command as a user runs it, in memory: what it measures is of no interest here.</summary>
[TestFixture]
public sealed class RunTests
{
    private static readonly string[] Fields =
    [
        "scenario", "broker", "store", "tasks", "rounds", "concurrency", "prefetch", "ours_per_s", "plain_per_s",
        "ratio", "ratios", "ours_cpu_us", "plain_cpu_us", "cpu_ratio", "ours_peak_rss_mb", "plain_peak_rss_mb",
    ];

    private static readonly string[] LatencyCases = ["started", "get_result", "call", "masstransit_request"];
    private static readonly string[] Percentiles = ["p50_ms", "p95_ms", "p99_ms"];
    private static readonly string[] Small = ["--broker", "memory", "--store", "memory", "--rounds", "1"];

    [Test]
    public async Task The_command_prints_one_JSON_object() =>
        AssertReport(await BenchmarkRun.OfCommand(["throughput", "--tasks", "500", .. Small]), "throughput");

    [Test]
    public async Task Queued_tasks_are_measured_in_memory_too() =>
        AssertReport(await BenchmarkRun.OfProgram(["drain", "--tasks", "500", .. Small]), "drain");

    [Test]
    public async Task Latency_is_measured_case_by_case() =>
        AssertCases(await BenchmarkRun.OfProgram(["latency", "--tasks", "50", .. Small]), LatencyCases);

    [Test]
    public async Task Questions_are_asked_of_generated_tasks() =>
        AssertCases(
            await BenchmarkRun.OfProgram("query", "--broker", "memory", "--tasks", "1000", "--rounds", "1"),
            QueryCases.All(new PickedTasks([], [], default)).Select(question => question.Name));

    [Test]
    public async Task Servers_that_a_run_has_started_end_with_it()
    {
        var run = await BenchmarkRun.OfProgram("tracker", "--tasks", "1000", "--rounds", "1");

        Assert.That(run.ExitCode, Is.Zero, () => run.Errors);
        using var report = JsonDocument.Parse(run.Output);
        Assert.That(report.RootElement.GetProperty("events_per_s").GetDouble(), Is.Positive);
        Assert.That(run.Leftovers, Is.Empty);
    }

    [Test]
    public async Task A_limit_over_three_workers_is_held_and_its_use_is_measured()
    {
        var run = await BenchmarkRun.OfProgram("limits", "--tasks", "220", "--rounds", "1", "--store", "memory");

        Assert.That(run.ExitCode, Is.Zero, () => run.Errors);
        using var report = JsonDocument.Parse(run.Output);
        Assert.That(report.RootElement.GetProperty("ideal_s").GetDouble(), Is.EqualTo(1.1));
        Assert.That(report.RootElement.GetProperty("ratio").GetDouble(), Is.Positive);
        Assert.That(report.RootElement.GetProperty("most_in_a_second").GetInt32(), Is.InRange(1, 110));
    }

    [Test]
    public async Task A_wrong_command_line_is_told_in_sentences_and_prints_no_result()
    {
        var run = await BenchmarkRun.OfProgram("thruput", "--broker", "amq");

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Output, Is.Empty);
        Assert.That(run.Errors, Does.Contain("Scenario 'thruput' is not known. Did you mean 'throughput'?"));
        Assert.That(run.Errors, Does.Contain("--broker 'amq' is not known. Did you mean 'amqp'?"));
    }

    private static void AssertCases(BenchmarkRun run, IEnumerable<string> cases)
    {
        Assert.That(run.ExitCode, Is.Zero, () => run.Errors);
        using var report = JsonDocument.Parse(run.Output);
        foreach (var name in cases)
        {
            var percentiles = report.RootElement.GetProperty(name).EnumerateObject().ToArray();
            Assert.That(percentiles.Select(field => field.Name), Is.EqualTo(Percentiles), name);
            Assert.That(percentiles.Select(field => field.Value.GetDouble()), Is.Ordered.And.All.Positive, name);
        }
    }

    private static void AssertReport(BenchmarkRun run, string scenario)
    {
        Assert.That(run.ExitCode, Is.Zero, () => run.Errors);
        using var report = JsonDocument.Parse(run.Output);
        var root = report.RootElement;
        Assert.Multiple(() =>
        {
            Assert.That(root.EnumerateObject().Select(field => field.Name), Is.EqualTo(Fields));
            Assert.That(root.GetProperty("scenario").GetString(), Is.EqualTo(scenario));
            Assert.That(root.GetProperty("tasks").GetInt32(), Is.EqualTo(500));
            Assert.That(root.GetProperty("rounds").GetInt32(), Is.EqualTo(1));
            Assert.That(root.GetProperty("ours_per_s").GetDouble(), Is.Positive);
            Assert.That(root.GetProperty("plain_per_s").GetDouble(), Is.Positive);
            Assert.That(root.GetProperty("ratio").GetDouble(), Is.Positive);
            Assert.That(root.GetProperty("ours_cpu_us").GetProperty("dotnet").GetDouble(), Is.Positive);
        });
    }
}
