using System.Text.Json;
using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// What is revoked at the moment, in pages that every broker carries: rules first, then tasks, the latest in front.
/// What is revoked after the first page is told to workers by itself.
/// </summary>
internal sealed class RevocationPages(ITaskStore tasks, IRevocationStore rules, TimeProvider clock)
{
    private const int MostRules = 10_000;
    private const int MostTasks = 1_000;

    /// <summary>Well below the 256 kB of Amazon SQS, the least of our brokers, envelope and headers included.</summary>
    private const int MostBytes = 100_000;

    /// <summary>The page that begins behind a cursor.</summary>
    public async Task<RevokedTasks> Read(RevocationCursor from, CancellationToken cancellationToken)
    {
        var left = MostBytes;
        List<RevocationRule> someRules = [];
        if (!from.AreRulesTold)
        {
            var all = await RulesBehind(from.LastRules, cancellationToken);
            someRules = Fitting(all, ref left);
            if (someRules.Count < all.Count)
                return new RevokedTasks { Tasks = [], Rules = someRules, NextCursor = After(someRules, from).Write() };
        }

        var found = await tasks.OpenRevocations(from.LastTask, MostTasks, cancellationToken);
        var someTasks = Fitting(found, ref left);
        return new RevokedTasks
        {
            Tasks = someTasks,
            Rules = someRules,
            NextCursor = After(someTasks, found.Count)?.Write(),
        };
    }

    /// <summary>
    /// Those of one time are told in a fixed order, so that it can be said behind how many a page begins.
    /// </summary>
    private async Task<List<RevocationRule>> RulesBehind(
        (DateTimeOffset Time, int Count)? last, CancellationToken cancellationToken)
    {
        var all = await rules.List(clock.GetUtcNow(), MostRules, cancellationToken);
        List<RevocationRule> inOrder =
        [
            .. all.Where(rule => last is null || rule.Time <= last.Value.Time)
                .OrderByDescending(rule => rule.Time)
                .ThenBy(rule => rule.TaskName, StringComparer.Ordinal)
                .ThenBy(rule => rule.Header, StringComparer.OrdinalIgnoreCase)
                .ThenBy(rule => rule.Value, StringComparer.Ordinal)
                .ThenBy(rule => rule.Mode),
        ];
        if (last is not { } told)
            return inOrder;

        var ofThatTime = inOrder.Count(rule => rule.Time == told.Time);
        return inOrder[Math.Min(told.Count, ofThatTime)..];
    }

    private static RevocationCursor After(List<RevocationRule> told, RevocationCursor from)
    {
        var last = told[^1].Time;
        var before = from.LastRules is { } rules && rules.Time == last ? rules.Count : 0;
        return RevocationCursor.Behind(last, before + told.Count(rule => rule.Time == last));
    }

    private static RevocationCursor? After(List<RevokeTask> told, int found) =>
        told.Count == found && found < MostTasks ? null
        : told.Count == 0 ? RevocationCursor.BehindRules
        : RevocationCursor.Behind(told[^1]);

    /// <summary>As many as fit, and one on an empty page, however long it is.</summary>
    private static List<T> Fitting<T>(IReadOnlyList<T> all, ref int left)
    {
        var some = new List<T>();
        foreach (var one in all)
        {
            var length = JsonSerializer.SerializeToUtf8Bytes(one, TaskJson.Options).Length;
            if (length > left && left < MostBytes)
                break;

            left -= length;
            some.Add(one);
        }

        return some;
    }
}
