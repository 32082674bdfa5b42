namespace Messaging.Samples.WordCount.Counting;

/// <summary>Follows the environment as <c>wc</c> does, so that both give the same counts in the same shell.</summary>
/// <remarks>Here a codeset that is neither ASCII nor UTF-8, say ISO-8859-1, is counted as in the C locale.</remarks>
public static class CountModes
{
    private static readonly string[] Categories =
    [
        "LC_CTYPE", "LC_NUMERIC", "LC_TIME", "LC_COLLATE", "LC_MONETARY", "LC_MESSAGES", "LC_PAPER", "LC_NAME",
        "LC_ADDRESS", "LC_TELEPHONE", "LC_MEASUREMENT", "LC_IDENTIFICATION",
    ];

    /// <summary>Looks into the C library's files, so ask once and not for each file.</summary>
    public static CountMode FromEnvironment() => From(Environment.GetEnvironmentVariable);

    internal static CountMode From(Func<string, string?> variable)
    {
        if (!IsUtf8(variable))
            return CountMode.Bytes;

        // Its value is of no matter to wc, which only looks whether it is there.
        return variable("POSIXLY_CORRECT") is null ? CountMode.Utf8 : CountMode.Utf8Posix;
    }

    // One category naming a locale that isn't installed makes setlocale(LC_ALL, "") fail as a whole, and leaves wc in
    // the C locale even if the characters' own category is fine.
    private static bool IsUtf8(Func<string, string?> variable) =>
        Categories.All(category => SystemLocale.Codeset(Name(category, variable)) is not null)
        && string.Equals(SystemLocale.Codeset(Name("LC_CTYPE", variable)), "UTF-8", StringComparison.Ordinal);

    private static string Name(string category, Func<string, string?> variable) =>
        new[] { "LC_ALL", category, "LANG" }
            .Select(variable)
            .FirstOrDefault(name => !string.IsNullOrEmpty(name)) ?? "C";
}
