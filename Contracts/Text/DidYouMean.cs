namespace Messaging.Contracts;

/// <summary>Finds what somebody may have meant by a misspelt name.</summary>
internal static class DidYouMean
{
    /// <summary>The nearest name, if one is near enough: at most a third of its letters wrong.</summary>
    public static string? Nearest(string given, IEnumerable<string> known) => known
        .Select(name => (Name: name, Distance: Distance(given, name)))
        .Where(candidate => candidate.Distance <= Math.Max(1, Math.Max(candidate.Name.Length, given.Length) / 3))
        .OrderBy(candidate => candidate.Distance)
        .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
        .Select(candidate => candidate.Name)
        .FirstOrDefault();

    /// <summary>"Did you mean 'x'? " or nothing.</summary>
    public static string Sentence(string given, IEnumerable<string> known) =>
        Nearest(given, known) is { } name ? $"Did you mean '{name}'? " : "";

    /// <summary>Levenshtein distance, without regard to case.</summary>
    private static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var row = 1; row <= left.Length; row++)
        {
            var current = new int[right.Length + 1];
            current[0] = row;
            for (var column = 1; column <= right.Length; column++)
            {
                var same = char.ToUpperInvariant(left[row - 1]) == char.ToUpperInvariant(right[column - 1]);
                current[column] = Math.Min(
                    Math.Min(current[column - 1], previous[column]) + 1, previous[column - 1] + (same ? 0 : 1));
            }

            previous = current;
        }

        return previous[right.Length];
    }
}
