namespace Messaging.Consumers;

/// <summary>The rate limits over all workers that tasks of this worker fall under, each key by itself.</summary>
internal sealed class ClusterRates(TimeProvider clock) : IPermitBuyer, IDisposable
{
    /// <summary>How long a task keeps its slot for another permit when its own has become too old.</summary>
    private static readonly TimeSpan LongestInSlot = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private readonly Dictionary<LimitKey, ClusterRate> rates = [];
    private readonly LatestTimes lateness = new();

    /// <summary>Called when permits are needed.</summary>
    public Action Wanted { get; set; } = () => { };

    public TimeSpan ExpectedWait(ClusterTurn turn)
    {
        lock (gate)
            return RateOf(turn.Limit).ExpectedWait;
    }

    public TimeSpan Defer(ClusterTurn turn)
    {
        lock (gate)
            return RateOf(turn.Limit).Defer();
    }

    /// <summary>Sets a limit, for those who wait already as well; <c>null</c> for none.</summary>
    public void Set(string limit, RateLimit? value)
    {
        lock (gate)
        {
            foreach (var (key, rate) in rates)
            {
                if (string.Equals(key.Limit, limit, StringComparison.Ordinal))
                    rate.Set(value);
            }
        }

        Wanted();
    }

    /// <summary>Waits for a permit whose time has come.</summary>
    /// <param name="turn">The task's turn.</param>
    /// <param name="isFirst">Whether it goes before others that wait.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task Wait(ClusterTurn turn, bool isFirst, CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource<RatePermit>> node;
        ClusterRate rate;
        lock (gate)
        {
            if (turn.Rate is not { } limit)
            {
                turn.Permit = RatePermit.Free;
                return;
            }

            rate = RateOf(turn.Limit);
            node = rate.Add(limit, isFirst);
        }

        var waiter = node.Value.Task;
        try
        {
            Wanted();
            turn.Permit = await waiter.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (gate)
                rate.Remove(node);
        }
    }

    /// <summary>Uses the permit, unless it is too old.</summary>
    public bool TryUse(ClusterTurn turn)
    {
        lock (gate)
        {
            turn.IsMissed = false;
            if (turn.Rate is null || turn.Permit == RatePermit.Free)
                return true;

            var rate = RateOf(turn.Limit);
            var now = clock.GetElapsedTime(0);
            turn.IsMissed = turn.Permit is not { } permit || now > permit.Latest;
            if (turn.Permit is { } used)
                lateness.Add(now - used.Due);
            if (turn.IsMissed)
                rate.Missed();
            else
                rate.Used();
            return !turn.IsMissed;
        }
    }

    /// <summary>Gets another permit, if that is a matter of a moment, and uses it.</summary>
    public async Task<bool> TryUseAnother(ClusterTurn turn, CancellationToken cancellationToken)
    {
        using var tooLong = new CancellationTokenSource(LongestInSlot, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(tooLong.Token, cancellationToken);
        try
        {
            do
                await Wait(turn, isFirst: true, either.Token);
            while (!TryUse(turn));
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Collect(PermitDemand demand)
    {
        lock (gate)
        {
            demand.Lateness = lateness.Usual;
            foreach (var (key, rate) in rates)
            {
                rate.HandOut();
                rate.Collect(demand);
                if (rate.Idle > Forgotten && rates.Remove(key))
                    rate.Dispose();
            }
        }
    }

    public void Take(GrantedPermits granted)
    {
        lock (gate)
        {
            foreach (var grant in granted.Permits.Rates)
                RateOf(new LimitKey(grant.Limit, grant.Key)).Take(grant, granted);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var rate in rates.Values)
                rate.Dispose();
        }
    }

    private ClusterRate RateOf(LimitKey key)
    {
        if (!rates.TryGetValue(key, out var rate))
            rates.Add(key, rate = new ClusterRate(key, clock) { TimeHasCome = () => HandOut(key) });

        return rate;
    }

    private void HandOut(LimitKey key)
    {
        lock (gate)
        {
            if (rates.TryGetValue(key, out var rate))
                rate.HandOut();
        }

        Wanted();
    }
}
