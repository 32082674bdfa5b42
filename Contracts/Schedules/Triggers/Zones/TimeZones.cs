using System.Security;

namespace Messaging.Contracts;

/// <summary>Time zones by their IANA names, which mean the same on every machine.</summary>
internal static class TimeZones
{
    private const int MostCharacters = 100;
    private const int LongestAbbreviation = 4;

    /// <summary>The zone of a name, UTC for null; null if the machine knows none of that name.</summary>
    public static TimeZoneInfo? Find(string? name)
    {
        if (name is null)
            return TimeZoneInfo.Utc;
        return IsNameLike(name) ? Load(name) : null;
    }

    /// <summary>Why a name is none, and what to write instead. UTC is known without tzdata, too.</summary>
    public static string Fault(string name)
    {
        var shown = name.Length > MostCharacters ? name[..MostCharacters] + "…" : name;
        var known = TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).ToList();
        return IsNameLike(name) && known.Count <= 1
            ? $"TimeZone is '{shown}', and this machine knows no time zones: it has no tzdata. Install the package "
                + "tzdata (apt-get install tzdata, apk add tzdata, microdnf reinstall tzdata), or set TZDIR to the "
                + "folder that has it, and start again."
            : $"TimeZone is '{shown}', which is none that this machine knows. {Suggestion(name, known)}Give an IANA name, "
                + "such as Europe/Paris, or none for UTC.";
    }

    /// <summary>
    /// Names are looked up as files, so nothing that could be another path may get there. Windows has names with spaces
    /// and dots, which other machines may not know.
    /// </summary>
    private static bool IsNameLike(string name) =>
        name.Length is > 0 and <= MostCharacters
        && char.IsAsciiLetter(name[0])
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '_' or '-' or '+');

    private static TimeZoneInfo? Load(string name)
    {
        try
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
            return IsOtherCase(zone.Id, name) ? null : zone;
        }
        catch (Exception fault) when (
            fault is TimeZoneNotFoundException or InvalidTimeZoneException or SecurityException)
        {
            // The caller tells what is wrong with the name, by Fault.
            return null;
        }
    }

    /// <summary>
    /// .NET finds a name in another case if, and only if, the zone has been used before; what works must not hang on that.
    /// </summary>
    private static bool IsOtherCase(string id, string name) =>
        string.Equals(id, name, StringComparison.OrdinalIgnoreCase) && !string.Equals(id, name, StringComparison.Ordinal);

    private static string Suggestion(string name, IReadOnlyCollection<string> known)
    {
        if (name.Length > MostCharacters)
            return "";
        if (TimeZoneInfo.TryConvertWindowsIdToIanaId(name, out var iana))
            return $"Did you mean '{iana}'? ";
        if (name.Length is > 1 and <= LongestAbbreviation && name.All(char.IsAsciiLetterUpper))
            return "Abbreviations are used for several zones. ";

        var nearest = DidYouMean.Nearest(name, known) ?? Place(name, known);
        return nearest is null ? "" : $"Did you mean '{nearest}'? ";
    }

    /// <summary>Of <c>Paris</c>: <c>Europe/Paris</c>.</summary>
    private static string? Place(string name, IReadOnlyCollection<string> known)
    {
        var place = DidYouMean.Nearest(name.Replace(' ', '_'), known.Select(LastPart));
        return known.FirstOrDefault(id => string.Equals(LastPart(id), place, StringComparison.Ordinal));
    }

    private static string LastPart(string id) => id[(id.LastIndexOf('/') + 1)..];
}
