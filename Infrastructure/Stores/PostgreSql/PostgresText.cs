using System.Text;

namespace Messaging.Stores.PostgreSql;

/// <summary>
/// PostgreSQL takes neither NUL characters nor half surrogate pairs. One such character in one task's error message
/// must not stop the batch it came with, so it is replaced by U+FFFD.
/// </summary>
internal static class PostgresText
{
    private const char Replacement = '\uFFFD';

    public static string? Clean(string? text)
    {
        if (text is null || !NeedsCleaning(text))
            return text;

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == 0)
                clean.Append(Replacement);
            else
                clean.Append(rune);
        }

        return clean.ToString();
    }

    /// <summary>The same inside JSON text, where a NUL is an escape sequence that <c>jsonb</c> refuses.</summary>
    public static string CleanJson(string json)
    {
        const string nul = "\\u0000";
        if (!json.Contains(nul, StringComparison.Ordinal))
            return json;

        var clean = json.ToCharArray();
        // A backslash begins an escape sequence of two characters or more, so "\\u0000" is a backslash and no NUL.
        for (var at = json.IndexOf('\\', StringComparison.Ordinal); at >= 0; at = json.IndexOf('\\', at + 2))
        {
            if (json.AsSpan(at).StartsWith(nul, StringComparison.Ordinal))
                "\\ufffd".CopyTo(clean.AsSpan(at));
        }

        return new string(clean);
    }

    /// <summary>The pattern of <c>LIKE</c> for whatever contains a text.</summary>
    public static string? Pattern(string? text)
    {
        if (text is null)
            return null;

        var literal = Clean(text)!
            .Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal);
        return $"%{literal}%";
    }

    private static bool NeedsCleaning(string text) =>
        text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') >= 0 || text.Contains('\0', StringComparison.Ordinal);
}
