using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// The revocation rules that a worker knows. Never changed, but replaced, so that looking needs no lock; a task costs one
/// look for its name and one for each header that any rule is about.
/// </summary>
internal sealed class RevocationIndex
{
    /// <summary>So many are remembered; after that the oldest go.</summary>
    public const int Most = 10_000;

    private readonly RevocationRule[] rules;
    private readonly ILookup<string, RevocationRule> byName;
    private readonly Dictionary<string, ILookup<string, RevocationRule>> byHeader;

    private RevocationIndex(RevocationRule[] rules)
    {
        this.rules = rules;
        byName = rules.Where(rule => rule.TaskName is not null)
            .ToLookup(rule => rule.TaskName!, StringComparer.Ordinal);
        byHeader = rules.Where(rule => rule is { Header: not null, Value: not null })
            .GroupBy(rule => rule.Header!, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(
                header => header.Key,
                header => header.ToLookup(rule => rule.Value!, StringComparer.Ordinal),
                StringComparer.OrdinalIgnoreCase);
    }

    public static RevocationIndex Empty { get; } = new([]);

    /// <summary>The rules, the latest first.</summary>
    public IReadOnlyList<RevocationRule> All => rules;

    public bool IsEmpty => rules.Length == 0;

    /// <summary>The same with more rules; without those that have expired.</summary>
    public RevocationIndex With(IEnumerable<RevocationRule> made, DateTimeOffset now) => new(
    [
        .. rules.Concat(made)
            .Where(rule => !(rule.Expires <= now))
            .OrderByDescending(rule => rule.Time)
            .DistinctBy(rule => (rule.TaskName, rule.Header?.ToUpperInvariant(), rule.Value, rule.Mode))
            .Take(Most),
    ]);

    /// <summary>The revocation of a task; of several the one that goes furthest.</summary>
    public RevokeTask? Find(TaskExecution run)
    {
        var found = Furthest(null, byName[run.Name], run);
        foreach (var (header, values) in byHeader)
        {
            if (run.Delivery.Headers.Get<string>(header) is { } value)
                found = Furthest(found, values[value], run);
        }

        return found is null ? null : RevocationRules.RevocationBy(found, run.TaskId);
    }

    private static RevocationRule? Furthest(
        RevocationRule? found, IEnumerable<RevocationRule> others, TaskExecution run)
    {
        foreach (var rule in others)
        {
            if ((found is null || rule.Mode > found.Mode)
                && RevocationRules.IsBefore(rule, run.TaskId, run.SentAt, run.ReplayedAt))
            {
                found = rule;
            }
        }

        return found;
    }
}
