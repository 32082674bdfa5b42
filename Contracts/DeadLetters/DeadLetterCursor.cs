using System.Globalization;

namespace Messaging.Contracts;

/// <summary>
/// Says where a list of dead letters goes on: behind one of them. To everyone else the text means nothing.
/// </summary>
internal static class DeadLetterCursor
{
    private const string Version = "1";

    public static string Write(DeadLetter last) => string.Create(
        CultureInfo.InvariantCulture, $"{Version}-{last.DeadAt.UtcTicks:x}-{last.Id:N}");

    public static bool TryRead(string? cursor, out (DateTimeOffset DeadAt, Guid Id)? before)
    {
        before = null;
        if (cursor is null)
            return true;

        if (cursor.Split('-') is not [Version, var time, var id]
            || !long.TryParse(time, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var ticks)
            || ticks < 0 || ticks > DateTimeOffset.MaxValue.Ticks
            || !Guid.TryParseExact(id, "N", out var letterId))
        {
            return false;
        }

        before = (new DateTimeOffset(ticks, TimeSpan.Zero), letterId);
        return true;
    }
}
