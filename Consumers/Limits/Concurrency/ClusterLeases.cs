namespace Messaging.Consumers;

/// <summary>
/// The concurrency limits over all workers that tasks of this worker fall under. While tasks run or wait under one, the
/// trackers are told so again and again; a worker that does not tell has died, and its places come free.
/// </summary>
internal sealed class ClusterLeases(TimeProvider clock) : IPermitBuyer
{
    private readonly Lock gate = new();
    private readonly Dictionary<LimitKey, LeasesOfLimit> limits = [];
    private readonly Pace pace = new(clock);
    private readonly Deferrals deferrals = new(clock);

    /// <summary>Called when there is something to tell or to ask.</summary>
    public Action Wanted { get; set; } = () => { };

    /// <summary>Sets a limit, for those who wait already as well; <c>null</c> for none.</summary>
    public void Set(string limit, int? most)
    {
        lock (gate)
        {
            foreach (var (key, leases) in limits)
            {
                if (string.Equals(key.Limit, limit, StringComparison.Ordinal))
                    leases.Set(most);
            }
        }

        Wanted();
    }

    public async Task Enter(ClusterLease lease, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (lease.Most is not { } most)
                return;

            LeasesOf(lease.Limit).Wait(lease, most);
        }

        Wanted();
        try
        {
            await lease.Granted.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Release(lease);
            throw;
        }
    }

    public void Leave(ClusterLease lease)
    {
        lock (gate)
            pace.Passed();
        Release(lease);
    }

    /// <summary>How long to put a task off that cannot wait here.</summary>
    public TimeSpan Defer()
    {
        lock (gate)
            return deferrals.Next(TimeSpan.Zero, pace.Usual ?? TimeSpan.FromMilliseconds(100));
    }

    public void Collect(PermitDemand demand)
    {
        lock (gate)
        {
            foreach (var (key, leases) in limits)
            {
                if (leases.IsEmpty)
                    limits.Remove(key);
                else
                    leases.Collect(demand);
            }
        }
    }

    public void Take(GrantedPermits granted)
    {
        lock (gate)
        {
            foreach (var grant in granted.Permits.Leases)
                LeasesOf(new LimitKey(grant.Limit, grant.Key)).Take(grant);
        }
    }

    private void Release(ClusterLease lease)
    {
        lock (gate)
            LeasesOf(lease.Limit).Leave(lease);
        Wanted();
    }

    private LeasesOfLimit LeasesOf(LimitKey key)
    {
        if (!limits.TryGetValue(key, out var leases))
            limits.Add(key, leases = new LeasesOfLimit(key, clock));

        return leases;
    }
}
