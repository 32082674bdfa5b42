using System.Text.Json;

namespace Messaging.EndToEnd.Tests.Processes;

/// <summary>The last line of what the sample prints with <c>--json</c>.</summary>
public sealed record SampleResult(
    int Files, long Lines, long Words, IReadOnlyDictionary<string, long> States, double Seconds)
{
    /// <summary>Reads the output, which must be that line and nothing else.</summary>
    public static SampleResult Read(string output)
    {
        var line = output.Trim();
        Assert.That(line, Does.Not.Contain("\n"), "Nothing but the result belongs on standard output.");
        return JsonSerializer.Deserialize<SampleResult>(line, JsonSerializerOptions.Web)!;
    }
}
