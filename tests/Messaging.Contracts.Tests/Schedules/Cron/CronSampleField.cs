using System.Collections.Frozen;
using FsCheck;
using FsCheck.Fluent;

namespace Messaging.Contracts.Tests;

/// <summary>A field made at random, and the values that it stands for.</summary>
internal sealed record CronSampleField(string Text, FrozenSet<int> Values)
{
    public static CronSampleField OnTheMinute { get; } = new("0", FrozenSet.Create(0));

    public static CronSampleField All(int least, int most) =>
        new("*", Enumerable.Range(least, most - least + 1).ToFrozenSet());

    public static CronSampleField Of(IEnumerable<CronSampleField> parts) => new(
        string.Join(',', parts.Select(part => part.Text)),
        parts.SelectMany(part => part.Values).ToFrozenSet());

    /// <summary>A value, a range that may wrap round, either with a step or without.</summary>
    public static Gen<CronSampleField> Part(int least, int most, string[] names) =>
        from first in Gen.Choose(least, most)
        from last in Gen.Choose(least, most)
        from step in Gen.Choose(1, Math.Min(7, most - least))
        from form in Gen.Choose(0, 5)
        let start = Name(first, names, form)
        let end = Name(last, names, form)
        let range = Round(first, last, least, most)
        select form switch
        {
            0 => new CronSampleField($"*/{step}", EachOf(Round(least, most, least, most), step)),
            1 => new CronSampleField($"{start}/{step}", EachOf(Round(first, most, least, most), step)),
            2 => new CronSampleField($"{start}-{end}", EachOf(range, 1)),
            3 => new CronSampleField($"{start}-{end}/{step}", EachOf(range, step)),
            _ => new CronSampleField(start, FrozenSet.Create(first)),
        };

    private static string Name(int value, string[] names, int form) =>
        names.Length > 0 && form % 2 == 0 ? names[value] : $"{value}";

    /// <summary>One value after the other, as on the face of a clock.</summary>
    private static IEnumerable<int> Round(int first, int last, int least, int most)
    {
        for (var value = first; ; value = value == most ? least : value + 1)
        {
            yield return value;
            if (value == last)
                yield break;
        }
    }

    private static FrozenSet<int> EachOf(IEnumerable<int> values, int step) =>
        values.Where((_, index) => index % step == 0).ToFrozenSet();
}
