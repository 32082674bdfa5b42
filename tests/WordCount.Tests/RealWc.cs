using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Messaging.Samples.WordCount.Counting;

namespace Messaging.Samples.WordCount.Tests;

/// <summary>The machine's own <c>wc</c>, to be agreed with.</summary>
internal static partial class RealWc
{
    public static string Environment(CountMode mode) => mode switch
    {
        CountMode.Bytes => "LC_ALL=C",
        CountMode.Utf8 => "LC_ALL=C.UTF-8",
        _ => "LC_ALL=C.UTF-8 POSIXLY_CORRECT=",
    };

    /// <summary>Variables as one would write them before a command: with spaces between, and no quotes.</summary>
    public static Dictionary<string, string> Variables(string environment) => environment
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(variable => variable.Split('='))
        .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    /// <summary>Other versions and other systems count invalid and unprintable characters otherwise.</summary>
    public static async Task IgnoreTestUnlessItCountsAsWeDo()
    {
        var version = await Output(["--version"], Path.GetTempPath(), "");
        if (!KnownVersion().IsMatch(version))
            Assert.Ignore($"This wc isn't one of GNU coreutils 9.1 to 9.4: {version.Split('\n')[0]}");
    }

    /// <summary>One run for all files, as starting a process takes longer than counting does.</summary>
    public static async Task<IReadOnlyList<(long Lines, long Words)>> Count(
        string folder, IReadOnlyCollection<string> names, string environment)
    {
        var list = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(list, string.Join('\0', names));
            var output = await Output(["-lw", $"--files0-from={list}"], folder, environment);
            return [.. output.Split('\n').Take(names.Count).Select(Parse)];
        }
        finally
        {
            File.Delete(list);
        }
    }

    private static (long Lines, long Words) Parse(string line)
    {
        var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (long.Parse(columns[0], CultureInfo.InvariantCulture),
            long.Parse(columns[1], CultureInfo.InvariantCulture));
    }

    private static async Task<string> Output(string[] arguments, string folder, string environment)
    {
        var start = new ProcessStartInfo("wc", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var name in start.Environment.Keys.Where(IsLocale).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in Variables(environment))
            start.Environment[name] = value;

        using var wc = Process.Start(start)!;
        var output = await wc.StandardOutput.ReadToEndAsync();
        await wc.WaitForExitAsync();
        Assert.That(wc.ExitCode, Is.Zero, "wc's exit code");
        return output;
    }

    private static bool IsLocale(string variable) =>
        variable is "LANG" or "POSIXLY_CORRECT" || variable.StartsWith("LC_", StringComparison.Ordinal);

    [GeneratedRegex(@"\Awc \(GNU coreutils\) 9\.[1-4]\n", RegexOptions.None, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex KnownVersion();
}
