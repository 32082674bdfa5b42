using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>Keeps rules of revocation in this process's memory, and forgets them with it.</summary>
public sealed class InMemoryRevocationStore : IRevocationStore
{
    private readonly List<RevocationRule> rules = [];
    private readonly Lock gate = new();

    /// <inheritdoc/>
    public Task Save(RevocationRule rule, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rule);
        lock (gate)
        {
            var same = rules.FindIndex(known => RevocationRules.SayTheSame(known, rule));
            if (same < 0)
                rules.Add(rule);
            else if (rules[same].Time < rule.Time)
                rules[same] = rule;
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RevocationRule>> List(
        DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<RevocationRule>>(
            [
                .. rules.Where(rule => !(rule.Expires <= now)).OrderByDescending(rule => rule.Time).Take(most),
            ]);
        }
    }

    /// <inheritdoc/>
    public Task Forget(DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (gate)
            rules.RemoveAll(rule => rule.Expires <= now);

        return Task.CompletedTask;
    }
}
