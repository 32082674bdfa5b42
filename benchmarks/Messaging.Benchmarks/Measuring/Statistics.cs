namespace Messaging.Benchmarks;

/// <summary>Sums up measurements.</summary>
internal static class Statistics
{
    /// <summary>The middle one, or the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0)
            throw new ArgumentException("There is nothing to take the median of.", nameof(values));

        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The smallest value that so many percent of all are not above (nearest rank).</summary>
    /// <param name="values">The values.</param>
    /// <param name="percent">More than 0, at most 100.</param>
    public static double Percentile(IEnumerable<double> values, double percent)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0)
            throw new ArgumentException("There is nothing to take a percentile of.", nameof(values));

        return sorted[(int)Math.Ceiling(percent / 100 * sorted.Length) - 1];
    }
}
