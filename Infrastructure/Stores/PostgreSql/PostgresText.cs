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
    public static string CleanJson(string json) => json.Contains("\\u0000", StringComparison.Ordinal)
        ? json.Replace("\\u0000", "\\ufffd", StringComparison.Ordinal)
        : json;

    private static bool NeedsCleaning(string text) =>
        text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') >= 0 || text.Contains('\0', StringComparison.Ordinal);
}
