using System.Globalization;
using System.Numerics;

namespace Messaging.Contracts;

/// <summary>Reads a cron expression and tells everything that is wrong with it.</summary>
internal static class CronExpression
{
    private const int MostCharacters = 1_000;
    private const int MostShown = 100;

    private const string Form =
        "Allowed: five fields (minute, hour, day of month, month, day of week) or six (second first), such as '0 3 * * *'.";

    /// <summary>February's is that of leap years.</summary>
    private static readonly int[] LongestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    private static readonly CronField[] Fields =
    [
        CronField.Second, CronField.Minute, CronField.Hour, CronField.DayOfMonth, CronField.Month, CronField.DayOfWeek,
    ];

    private static readonly Dictionary<string, string> Named = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@hourly"] = "0 * * * *",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@weekly"] = "0 0 * * 0",
        ["@monthly"] = "0 0 1 * *",
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
    };

    /// <summary>Null if there are faults, which are sentences.</summary>
    public static CronTimes? Parse(string? expression, out IReadOnlyList<string> faults)
    {
        if (FaultOfWhole(expression) is { } fault)
        {
            faults = [fault];
            return null;
        }

        var written = expression!.Trim();
        var texts = (Named.GetValueOrDefault(written) ?? written)
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (texts.Length == Fields.Length - 1)
            texts = ["0", .. texts];
        if (texts.Length != Fields.Length)
        {
            faults = [FaultOfForm(expression, texts.Length)];
            return null;
        }

        var values = new ulong[Fields.Length];
        faults = [.. Read(texts, values).Select(wrong => $"Expression '{Shown(expression)}': {wrong}")];
        return faults.Count == 0
            ? new CronTimes(values[0], values[1], values[2], values[3], values[4], values[5])
            : null;
    }

    private static string? FaultOfWhole(string? expression)
    {
        if (string.IsNullOrWhiteSpace(expression))
            return $"Expression is {(expression is null ? "null" : "empty")}. {Form}";
        if (expression.Length > MostCharacters)
        {
            return $"Expression '{Shown(expression)}' has {expression.Length:N0} characters. Allowed: "
                + $"{MostCharacters:N0}. Write lists as ranges, or make several schedules.";
        }

        return expression.TrimStart()[0] == '@' && !Named.ContainsKey(expression.Trim())
            ? FaultOfName(expression.Trim())
            : null;
    }

    private static string FaultOfName(string name)
    {
        if (name.StartsWith("@every", StringComparison.OrdinalIgnoreCase))
            return $"Expression '{Shown(name)}' is an interval. Use Trigger.Every.";
        if (name.Equals("@reboot", StringComparison.OrdinalIgnoreCase))
            return "Expression '@reboot' is no time. Send the task when the process starts.";

        var suggestion = name.Length > MostShown ? "" : DidYouMean.Sentence(name, Named.Keys);
        return $"Expression '{Shown(name)}' is no known name. {suggestion}Allowed: {string.Join(", ", Named.Keys)}; or "
            + "fields, such as '0 3 * * *'.";
    }

    private static string FaultOfForm(string expression, int count)
    {
        var year = count == Fields.Length + 1 ? " There is no field for the year; for a single run, use Trigger.Once." : "";
        return $"Expression '{Shown(expression)}' has {count} {(count == 1 ? "field" : "fields")}. {Form}{year}";
    }

    private static List<string> Read(string[] texts, ulong[] values)
    {
        var faults = new List<string>();
        for (var index = 0; index < Fields.Length; index++)
        {
            values[index] = new CronFieldParser(Fields[index], texts[index]).Parse(out var fault);
            if (fault is not null)
                faults.Add(fault);
        }

        if (faults.Count == 0 && FaultOfDays(values[3], values[4]) is { } never)
            faults.Add(never);
        return faults;
    }

    /// <summary>Days of the week need no look: even 29 February is on each of them within forty years.</summary>
    private static string? FaultOfDays(ulong days, ulong months)
    {
        var chosen = Enumerable.Range(1, LongestMonths.Length).Where(month => (months >> month & 1) != 0).ToList();
        var first = BitOperations.TrailingZeroCount(days);
        if (chosen.Exists(month => first <= LongestMonths[month - 1]))
            return null;

        var names = chosen.Select(month => CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month));
        var which = BitOperations.PopCount(days) == 1 ? $"day {first} never occurs" : $"days {first} and later never occur";
        return $"{which} in {string.Join(", ", names)}, so no time matches. Choose another day of month, or more months.";
    }

    private static string Shown(string expression) =>
        expression.Length > MostShown ? expression[..MostShown] + "…" : expression;
}
