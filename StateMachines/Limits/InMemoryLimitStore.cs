using System.Diagnostics;

namespace Messaging.StateMachines;

/// <summary>Keeps limits in this process's memory, and forgets them with it.</summary>
/// <param name="clock">The clock.</param>
public sealed class InMemoryLimitStore(TimeProvider clock) : ILimitStore
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly Dictionary<LimitId, LimitState> states = [];

    /// <inheritdoc/>
    public Task Change(
        IReadOnlyCollection<LimitId> limits, Action<LimitStates> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(change);
        lock (gate)
        {
            var held = limits.ToDictionary(limit => limit, limit => states.GetValueOrDefault(limit, LimitState.Unused));
            var read = Stopwatch.GetTimestamp();
            change(new LimitStates(clock.GetUtcNow(), read, read, held));
            foreach (var (limit, state) in held)
                states[limit] = state;
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<long> Forget(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var before = clock.GetUtcNow() - Kept;
            var unused = states.Where(pair => pair.Value.HeardAt < before && pair.Value.NextAt < before).ToArray();
            foreach (var (limit, _) in unused)
                states.Remove(limit);

            return Task.FromResult((long)unused.Length);
        }
    }
}
