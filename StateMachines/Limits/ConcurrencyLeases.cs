using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Grants leases of a concurrency limit, to those who have waited longest.
/// <list type="number">
/// <item>A worker says every few seconds which of its leases are in use. Those of a worker that has died expire, ten
/// seconds after it was heard of last, and are free.</item>
/// <item>One that waits says so several times a second, and keeps its place in the order. A worker that has died loses
/// its places after three seconds.</item>
/// <item>If nobody at all was heard of for five seconds, the trackers or the store were away rather than the workers.
/// Then the leases that were in use when it began get their time once more, for their holders to be heard of.</item>
/// <item>A lease that is in use although it is gone counts again: its run goes on, whatever is said here.</item>
/// </list>
/// </summary>
internal static class ConcurrencyLeases
{
    /// <summary>How long a lease is good for after its worker was heard of.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    /// <summary>How long a place in the order is kept.</summary>
    public static readonly TimeSpan Place = TimeSpan.FromSeconds(3);

    /// <summary>Workers with leases are heard of more often than this.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    /// <summary>Grants as many as there are.</summary>
    public static (LimitState State, LeaseGrant Grant) Grant(
        LimitState state, LeaseDemand demand, string worker, DateTimeOffset now)
    {
        var leases = Known(state, now).ToDictionary(lease => lease.Id);
        foreach (var id in demand.Released)
            leases.Remove(id);
        foreach (var id in demand.Held)
        {
            var asked = leases.GetValueOrDefault(id)?.AskedAt ?? now;
            leases[id] = new LimitLease(id, worker, IsGranted: true, asked, now, now + Lease);
        }

        var order = now;
        foreach (var id in demand.Waiting)
        {
            leases[id] = leases.TryGetValue(id, out var lease)
                ? lease with { HeardAt = now, ExpiresAt = now + (lease.IsGranted ? Lease : Place) }
                : new LimitLease(id, worker, IsGranted: false, order, now, now + Place);
            // What is asked for at once has an order, too.
            order = order.AddTicks(1);
        }

        var free = Math.Max(0, demand.Most - leases.Values.Count(lease => lease.IsGranted));
        var mine = demand.Waiting.ToHashSet();
        var first = leases.Values.Where(lease => !lease.IsGranted).OrderBy(lease => lease.AskedAt).Take(free);
        foreach (var lease in first.Where(lease => mine.Contains(lease.Id)).ToArray())
            leases[lease.Id] = lease with { IsGranted = true, ExpiresAt = now + Lease };

        Guid[] granted = [.. demand.Waiting.Where(id => leases[id].IsGranted)];
        var grant = new LeaseGrant { Limit = demand.Limit, Key = demand.Key, Granted = granted };
        return (state with { Leases = [.. leases.Values], HeardAt = now }, grant);
    }

    /// <summary>
    /// A worker that had been silent before everybody was gets no more time: with a limit that is seldom asked for, it
    /// would get it for ever.
    /// </summary>
    private static IEnumerable<LimitLease> Known(LimitState state, DateTimeOffset now)
    {
        var isAfterSilence = now - state.HeardAt > Silence;
        return state.Leases
            .Select(lease => isAfterSilence && lease.IsGranted && lease.HeardAt >= state.HeardAt - Silence
                ? lease with { ExpiresAt = now + Lease }
                : lease)
            .Where(lease => lease.ExpiresAt > now);
    }
}
