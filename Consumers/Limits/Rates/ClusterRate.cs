using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// The tasks of one limit that wait on this worker, and the permits that it has got for them. Guarded by the lock of
/// <see cref="ClusterRates"/>.
/// </summary>
internal sealed class ClusterRate(LimitKey key, TimeProvider clock) : IDisposable
{
    private const int MostAhead = 1_000;

    /// <summary>What is granted in one answer is lost with it if that takes too long.</summary>
    private static readonly TimeSpan MostAtOnce = TimeSpan.FromMilliseconds(200);

    private const int LeastAhead = 2;

    private readonly LinkedList<TaskCompletionSource<RatePermit>> waiting = [];
    private readonly Queue<RatePermit> stock = new();
    private readonly Deferrals deferrals = new(clock);
    private readonly GrantShare share = new(clock);
    private ITimer? timer;
    private RateLimit? rate;
    private RateLimit? asked;
    private TimeSpan askAgainAt;
    private long usedAt = clock.GetTimestamp();

    /// <summary>
    /// Permits to have in stock. Grows while permits are used, and shrinks when one was too late: a worker whose slots
    /// are taken does not keep them from the others.
    /// </summary>
    private int ahead = LeastAhead;

    /// <summary>How long it has not been used.</summary>
    public TimeSpan Idle => waiting.Count > 0 ? TimeSpan.Zero : clock.GetElapsedTime(usedAt);

    public TimeSpan ExpectedWait
    {
        get
        {
            var untilAnswer = stock.Count > 0 ? TimeSpan.Zero : Until(askAgainAt);
            var queue = Spacing * Math.Max(0, waiting.Count - stock.Count);
            return untilAnswer > queue ? untilAnswer : queue;
        }
    }

    /// <summary>Time between two permits for this worker, of which others may get some.</summary>
    private TimeSpan Spacing => (rate?.Spacing ?? TimeSpan.Zero) / share.Value;

    /// <summary>
    /// Sets the limit. What was granted by the one before is thrown away, and without one all who wait go on.
    /// </summary>
    public void Set(RateLimit? limit)
    {
        rate = limit;
        askAgainAt = TimeSpan.Zero;
        stock.Clear();
        if (limit is not null)
            return;

        foreach (var waiter in waiting)
            waiter.TrySetResult(RatePermit.Free);
        waiting.Clear();
    }

    /// <summary>Adds one who waits.</summary>
    public LinkedListNode<TaskCompletionSource<RatePermit>> Add(RateLimit limit, bool isFirst)
    {
        var waiter = new TaskCompletionSource<RatePermit>(TaskCreationOptions.RunContinuationsAsynchronously);
        rate = limit;
        usedAt = clock.GetTimestamp();
        var node = isFirst ? waiting.AddFirst(waiter) : waiting.AddLast(waiter);
        HandOut();
        return node;
    }

    /// <summary>Removes one who waits no longer.</summary>
    public void Remove(LinkedListNode<TaskCompletionSource<RatePermit>> node)
    {
        if (node.List is not null)
            waiting.Remove(node);
    }

    public void Used()
    {
        usedAt = clock.GetTimestamp();
        ahead = Math.Min(ahead + 1, MostAhead);
    }

    public void Missed() => ahead = Math.Max(ahead / 2, LeastAhead);

    public TimeSpan Defer() => deferrals.Next(ExpectedWait, Spacing);

    public void Collect(PermitDemand demand)
    {
        var wanted = Math.Min(waiting.Count, ahead) - stock.Count;
        if (rate is null || wanted <= 0)
            return;

        var time = Until(askAgainAt);
        if (time > TimeSpan.Zero)
        {
            demand.AskIn(time);
            return;
        }

        asked = rate;
        demand.Rates.Add(new RateDemand
        {
            Limit = key.Limit,
            Key = key.Key,
            Count = rate.Count,
            Window = rate.Window,
            Permits = (int)Math.Clamp(wanted, 1, Math.Max(1, MostAtOnce / rate.Spacing)),
        });
    }

    /// <summary>
    /// Takes permits, as <c>RatePermits</c> of the trackers says: none is used before its time, whenever it was granted,
    /// and none after it is too old by then. Of that a quarter is kept back for what lies between the last look and the
    /// task's first instruction.
    /// </summary>
    public void Take(RateGrant grant, GrantedPermits granted)
    {
        // The limit has changed since this was asked for.
        if (asked is not null && asked != rate)
            return;

        for (var index = 0; index < grant.Permits; index++)
        {
            var offset = grant.First + (grant.Spacing * index);
            stock.Enqueue(new RatePermit(granted.Until + offset, granted.From + offset + (grant.Tolerance * 0.75)));
        }

        if (rate is not null)
            share.Add(grant, rate);
        askAgainAt = clock.GetElapsedTime(0) + grant.AskAgainAfter;
        HandOut();
    }

    /// <summary>Hands permits out whose time has come, and comes again for the next.</summary>
    public void HandOut()
    {
        var now = clock.GetElapsedTime(0);
        while (stock.TryPeek(out var permit))
        {
            if (permit.Latest < now || permit.Latest < permit.Due)
            {
                stock.Dequeue();
            }
            else if (waiting.First is not { } first)
            {
                return;
            }
            else if (permit.Due > now)
            {
                ComeAgainIn(permit.Due - now);
                return;
            }
            else
            {
                stock.Dequeue();
                waiting.RemoveFirst();
                first.Value.TrySetResult(permit);
            }
        }
    }

    public Action? TimeHasCome { get; init; }

    public void Dispose() => timer?.Dispose();

    private void ComeAgainIn(TimeSpan time)
    {
        // Timers count whole milliseconds and would end too soon.
        var whole = TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds));
        if (timer is null)
            timer = clock.CreateTimer(_ => TimeHasCome?.Invoke(), null, whole, Timeout.InfiniteTimeSpan);
        else
            timer.Change(whole, Timeout.InfiniteTimeSpan);
    }

    private TimeSpan Until(TimeSpan time)
    {
        var left = time - clock.GetElapsedTime(0);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
