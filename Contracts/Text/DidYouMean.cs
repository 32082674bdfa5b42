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

    /// <summary>
    /// Optimal string alignment: letters added, left out, changed, or two swapped; without regard to case.
    /// </summary>
    private static int Distance(string left, string right)
    {
        var distance = new int[left.Length + 1, right.Length + 1];
        for (var row = 0; row <= left.Length; row++)
            distance[row, 0] = row;
        for (var column = 0; column <= right.Length; column++)
            distance[0, column] = column;

        for (var row = 1; row <= left.Length; row++)
        {
            for (var column = 1; column <= right.Length; column++)
            {
                var change = Same(left[row - 1], right[column - 1]) ? 0 : 1;
                var best = Math.Min(
                    Math.Min(distance[row - 1, column], distance[row, column - 1]) + 1,
                    distance[row - 1, column - 1] + change);
                if (row > 1 && column > 1 && Same(left[row - 1], right[column - 2])
                    && Same(left[row - 2], right[column - 1]))
                {
                    best = Math.Min(best, distance[row - 2, column - 2] + 1);
                }

                distance[row, column] = best;
            }
        }

        return distance[left.Length, right.Length];
    }

    private static bool Same(char left, char right) => char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
