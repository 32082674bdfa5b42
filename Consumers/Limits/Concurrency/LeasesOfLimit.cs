using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// The leases of one limit that this worker has, waits for, or has to give back. Guarded by the lock of
/// <see cref="ClusterLeases"/>.
/// </summary>
internal sealed class LeasesOfLimit(LimitKey limit, TimeProvider clock)
{
    /// <summary>Well before the trackers take the worker for dead (see their <c>ConcurrencyLeases</c>).</summary>
    private static readonly TimeSpan BetweenRenewals = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan WhileWaiting = TimeSpan.FromMilliseconds(100);

    private readonly HashSet<Guid> held = [];
    private readonly OrderedDictionary<Guid, ClusterLease> waiting = [];
    private readonly HashSet<Guid> released = [];
    private Guid[] told = [];
    private int most;
    private long askedAt;
    private bool isChanged;

    public bool IsEmpty => held.Count == 0 && waiting.Count == 0 && released.Count == 0;

    public void Wait(ClusterLease lease, int count)
    {
        most = count;
        waiting.Add(lease.Id, lease);
        isChanged = true;
    }

    /// <summary>
    /// Sets the limit. Without one all who wait go on, and the trackers need not know of their leases any more.
    /// </summary>
    public void Set(int? count)
    {
        isChanged = true;
        if (count is { } value)
        {
            most = value;
            return;
        }

        foreach (var lease in waiting.Values)
        {
            released.Add(lease.Id);
            lease.Granted.TrySetResult();
        }

        waiting.Clear();
    }

    /// <summary>Gives a lease back, or stops waiting for it.</summary>
    public void Leave(ClusterLease lease)
    {
        held.Remove(lease.Id);
        waiting.Remove(lease.Id);
        released.Add(lease.Id);
        isChanged = true;
    }

    public void Collect(PermitDemand demand)
    {
        var between = waiting.Count > 0 ? WhileWaiting : BetweenRenewals;
        var left = between - clock.GetElapsedTime(askedAt);
        if (!isChanged && (IsEmpty || left > TimeSpan.Zero))
        {
            if (!IsEmpty)
                demand.AskIn(left);
            return;
        }

        askedAt = clock.GetTimestamp();
        isChanged = false;
        told = [.. released];
        demand.Leases.Add(new LeaseDemand
        {
            Limit = limit.Limit, Key = limit.Key, Most = most,
            Held = [.. held], Waiting = [.. waiting.Keys], Released = told,
        });
    }

    /// <summary>What was told has been heard. A lease that nobody waits for any more is given back.</summary>
    public void Take(LeaseGrant grant)
    {
        released.ExceptWith(told);
        foreach (var id in grant.Granted)
        {
            if (waiting.Remove(id, out var lease))
            {
                held.Add(id);
                lease.Granted.TrySetResult();
            }
            else if (!held.Contains(id))
            {
                released.Add(id);
                isChanged = true;
            }
        }
    }
}
