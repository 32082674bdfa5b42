using System.Globalization;

namespace Messaging.Contracts;

/// <summary>Writes and reads the values of <see cref="TaskHeaders"/>; all of them are strings on the wire.</summary>
public static class TaskHeaderFormat
{
    private static readonly string[] IsoFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>A time, ISO 8601 with offset.</summary>
    /// <param name="time">The time.</param>
    public static string Write(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>A duration, <c>[d.]hh:mm:ss[.fffffff]</c>.</summary>
    /// <param name="duration">The duration.</param>
    public static string Write(TimeSpan duration) => duration.ToString("c", CultureInfo.InvariantCulture);

    /// <summary>A whole number.</summary>
    /// <param name="number">The number.</param>
    public static string Write(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads a time; <c>null</c> if it is missing or not one.</summary>
    /// <param name="text">The header's value.</param>
    public static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParseExact(
            text, IsoFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    /// <summary>Reads a duration; <c>null</c> if it is missing, not one, or not more than zero.</summary>
    /// <param name="text">The header's value.</param>
    public static TimeSpan? Duration(string? text) =>
        text?.Contains(':', StringComparison.Ordinal) == true
        && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var duration)
        && duration > TimeSpan.Zero
            ? duration
            : null;

    /// <summary>Reads a whole number; <c>null</c> if it is missing, not one, or negative.</summary>
    /// <param name="text">The header's value.</param>
    public static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Reads an id; <c>null</c> if it is missing or not one.</summary>
    /// <param name="text">The header's value.</param>
    public static Guid? Id(string? text) => Guid.TryParse(text, out var id) ? id : null;
}
