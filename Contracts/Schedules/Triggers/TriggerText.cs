using System.Globalization;

namespace Messaging.Contracts;

/// <summary>Parts of triggers, the same on every machine.</summary>
internal static class TriggerText
{
    public static string Of(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    public static string OfDegrees(double degrees) => degrees.ToString("0.00##", CultureInfo.InvariantCulture);
}
