using System.Globalization;

namespace Messaging.Contracts;

/// <summary>
/// Says where a list of what waits in the scheduler goes on: behind a message. To everyone else the text means nothing.
/// </summary>
internal static class ScheduledCursor
{
    private const string Version = "1";

    public static string Write(ScheduledItem last) => string.Create(
        CultureInfo.InvariantCulture, $"{Version}-{last.TryAt.UtcTicks:x}-{last.Id:N}-{last.Attempt}");

    public static bool TryRead(string? cursor, out (DateTimeOffset TryAt, Guid Id, int Attempt)? after)
    {
        after = null;
        if (cursor is null)
            return true;

        var parts = cursor.Split('-');
        if (parts is not [Version, var time, var id, var number]
            || !long.TryParse(time, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var ticks)
            || ticks < 0 || ticks > DateTimeOffset.MaxValue.Ticks
            || !Guid.TryParseExact(id, "N", out var token)
            || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var attempt))
        {
            return false;
        }

        after = (new DateTimeOffset(ticks, TimeSpan.Zero), token, attempt);
        return true;
    }
}
