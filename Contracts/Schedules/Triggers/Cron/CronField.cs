namespace Messaging.Contracts;

/// <summary>One of the fields of a cron expression: what it is called and what may be in it.</summary>
internal sealed class CronField
{
    private const int LettersOfAbbreviation = 3;

    private CronField(string name, int least, int most, string example, params string[] names)
    {
        Name = name;
        Least = least;
        Most = most;
        Example = example;
        Names = names;
    }

    public static CronField Second { get; } = new("second", 0, 59, "0,30");

    public static CronField Minute { get; } = new("minute", 0, 59, "*/15");

    public static CronField Hour { get; } = new("hour", 0, 23, "8-17");

    public static CronField DayOfMonth { get; } = new("day of month", 1, 31, "1,15");

    public static CronField Month { get; } = new(
        "month", 1, 12, "jan-mar", "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december");

    public static CronField DayOfWeek { get; } = new(
        "day of week", 0, 6, "mon-fri", "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");

    public string Name { get; }

    public int Least { get; }

    public int Most { get; }

    /// <summary>How many values there are.</summary>
    public int Count => Most - Least + 1;

    /// <summary>What may be written: Sunday is 7, too.</summary>
    public int MostWritten => this == DayOfWeek ? Most + 1 : Most;

    public string Example { get; }

    /// <summary>Of the values, in full; they may be shortened to three letters.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>What may be in the field, in words.</summary>
    public string Allowed => Names.Count == 0
        ? $"{Least} to {Most}"
        : $"{Least} to {MostWritten}{(this == DayOfWeek ? " (0 and 7 are Sunday)" : "")}, or "
            + $"{Names[0][..LettersOfAbbreviation]} to {Names[^1][..LettersOfAbbreviation]}";

    /// <summary>The value of a name.</summary>
    public int? ValueOf(string name)
    {
        for (var index = 0; index < Names.Count; index++)
        {
            if (string.Equals(name, Names[index], StringComparison.OrdinalIgnoreCase)
                || string.Equals(name, Names[index][..LettersOfAbbreviation], StringComparison.OrdinalIgnoreCase))
            {
                return Least + index;
            }
        }

        return null;
    }
}
