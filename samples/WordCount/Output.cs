using System.Globalization;
using System.Text.Json;
using Messaging.Samples.WordCount.Job;
using Spectre.Console;

namespace Messaging.Samples.WordCount;

/// <summary>Shows progress on standard error and the result on standard output.</summary>
internal static class Output
{
    private static readonly IAnsiConsole Screen = AnsiConsole.Create(
        new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>Runs the job under a live progress bar.</summary>
    public static Task<JobResult> WithProgressBar(Func<Action<long, long>, Task<JobResult>> job) => Screen
        .Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
        .StartAsync(context =>
        {
            var bar = context.AddTask("Counting", maxValue: 1);
            return job((ended, total) =>
            {
                bar.MaxValue = total;
                bar.Value = ended;
                bar.Description = string.Create(CultureInfo.InvariantCulture, $"{ended:N0} of {total:N0} tasks");
            });
        });

    public static void Table(JobResult result)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("").AddColumn(new TableColumn("").RightAligned());
        table.HideHeaders();
        Row(table, "Files", result.Totals.Files);
        Row(table, "Lines", result.Totals.Lines);
        Row(table, "Words", result.Totals.Words);
        Row(table, "Bytes", result.Totals.Bytes);
        foreach (var (state, count) in result.States.OrderBy(state => state.Key, StringComparer.Ordinal))
            Row(table, $"Tasks {state} (as the tracker reports)", count);
        table.AddRow("Seconds", result.Elapsed.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture));
        AnsiConsole.Write(table);

        var words = result.Totals.CommonWords.Select(word => $"{word.Word} ({word.Count:N0})");
        AnsiConsole.MarkupLineInterpolated(
            CultureInfo.InvariantCulture, $"Commonest words: {string.Join(", ", words)}");
    }

    public static void Json(JobResult result) => Console.Out.WriteLine(JsonSerializer.Serialize(new
    {
        files = result.Totals.Files,
        lines = result.Totals.Lines,
        words = result.Totals.Words,
        states = result.States,
        seconds = Math.Round(result.Elapsed.TotalSeconds, 3),
    }));

    private static void Row(Table table, string name, long value) =>
        table.AddRow(name, value.ToString("N0", CultureInfo.InvariantCulture));
}
