using System.Globalization;

namespace Messaging.Consumers;

/// <summary>
/// How many tasks may be started in a time: <c>"10/s"</c>, <c>"100/m"</c>, <c>"10/h"</c>, and a number alone for so
/// many a second, as in Celery. Tasks are started evenly spaced and not in bursts: <c>"100/m"</c> is one every 0.6 s.
/// </summary>
public sealed record RateLimit
{
    private static readonly TimeSpan LongestSpacing = TimeSpan.FromDays(365);

    private RateLimit(double count, TimeSpan window)
    {
        Count = count;
        Window = window;
    }

    /// <summary>Tasks in each <see cref="Window"/>; more than zero, not necessarily whole.</summary>
    public double Count { get; }

    /// <summary>A second, a minute or an hour.</summary>
    public TimeSpan Window { get; }

    /// <summary>Tasks a second.</summary>
    public double PerSecond => Count / Window.TotalSeconds;

    /// <summary>Time between two tasks.</summary>
    public TimeSpan Spacing => Window / Count;

    /// <summary>Reads a limit.</summary>
    /// <param name="text">
    /// <c>number/s</c>, <c>number/m</c>, <c>number/h</c> or a number of tasks a second. <c>null</c>, empty text and zero
    /// stand for no limit.
    /// </param>
    /// <returns>The limit; <c>null</c> for none.</returns>
    /// <exception cref="FormatException">It is none of these.</exception>
    public static RateLimit? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;

        var parts = text.Split('/', StringSplitOptions.TrimEntries);
        var window = parts.Length == 1 ? TimeSpan.FromSeconds(1) : WindowOf(parts[1]);
        if (parts.Length > 2 || window is null
            || !double.TryParse(parts[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            || !double.IsFinite(count)
            || (count > 0 && window.Value.TotalSeconds / count > LongestSpacing.TotalSeconds))
        {
            throw new FormatException(
                $"The rate limit '{text}' cannot be read. Allowed: a number of tasks and s, m or h, for example 10/s, "
                + "100/m or 2.5/h; a number alone counts for a second; 0 is no limit.");
        }

        return count > 0 ? new RateLimit(count, window.Value) : null;
    }

    /// <summary>So many tasks a second.</summary>
    /// <param name="count">Tasks a second; more than zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is zero or less.</exception>
    public static RateLimit PerSecondOf(double count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return new RateLimit(count, TimeSpan.FromSeconds(1));
    }

    /// <summary>As it is written: <c>100/m</c>.</summary>
    public override string ToString() =>
        Count.ToString(CultureInfo.InvariantCulture) + (Window.TotalSeconds switch { 1 => "/s", 60 => "/m", _ => "/h" });

    private static TimeSpan? WindowOf(string unit) => unit.ToUpperInvariant() switch
    {
        "S" => TimeSpan.FromSeconds(1),
        "M" => TimeSpan.FromMinutes(1),
        "H" => TimeSpan.FromHours(1),
        _ => null,
    };
}
