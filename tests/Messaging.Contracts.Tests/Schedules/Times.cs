using System.Globalization;

namespace Messaging.Contracts.Tests;

/// <summary>Due times as text, so that a test reads as a table.</summary>
internal static class Times
{
    private static readonly DateTimeOffset Created = At("2000-01-01T00:00:00Z");

    public static DateTimeOffset At(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>All due times after one and until another.</summary>
    public static IEnumerable<DateTimeOffset> Between(Trigger trigger, DateTimeOffset after, DateTimeOffset until)
    {
        for (var time = TriggerTimes.Next(trigger, after, Created);
            time <= until;
            time = TriggerTimes.Next(trigger, time.Value, Created))
        {
            yield return time.Value;
        }
    }

    /// <summary>The next due times, as a text separated by blanks.</summary>
    public static string Next(Trigger trigger, string after, int count) => string.Join(
        ' ',
        Between(trigger, At(after), DateTimeOffset.MaxValue)
            .Take(count)
            .Select(time => time.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture)
                .Replace("+00:00", "Z", StringComparison.Ordinal)));
}
