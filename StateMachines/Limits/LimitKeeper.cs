using System.Diagnostics;
using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Grants permits, to many workers in one transaction: whatever comes in while one is under way is in the next. What
/// was granted and not committed is not answered, and what was committed and not answered is lost: a second of the
/// rate at most, and leases that the worker is told of when it asks again.
/// </summary>
internal sealed class LimitKeeper
{
    private const int MostAtOnce = 256;

    /// <summary>After that the worker has asked again.</summary>
    private static readonly TimeSpan LongestChange = TimeSpan.FromSeconds(5);

    private readonly Guid process = Guid.NewGuid();
    private readonly TrackerStores stores;
    private readonly BatchLane<Request> lane;

    public LimitKeeper(TrackerStores stores)
    {
        this.stores = stores;
        lane = new BatchLane<Request>(Commit, MostAtOnce);
    }

    /// <summary>By a clock that is never set.</summary>
    private static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    /// <summary>Grants what a worker asks for, as far as there is any.</summary>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    public async Task<Permits> Grant(GetPermits demand, CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        giveUp.CancelAfter(LongestChange);
        var request = new Request(demand);
        await lane.Add(request, giveUp.Token);
        return request.Granted with { Tracker = process, Received = request.Received, Sent = Now };
    }

    private Task Commit(IReadOnlyList<Request> requests, CancellationToken cancellationToken)
    {
        var limits = requests
            .SelectMany(request => request.Demand.Rates.Select(IdOf).Concat(request.Demand.Leases.Select(IdOf)))
            .ToHashSet();
        return stores.Limits.Change(
            limits,
            states =>
            {
                foreach (var request in requests)
                    request.Granted = Grant(request.Demand, states);
            },
            cancellationToken);
    }

    private Permits Grant(GetPermits demand, LimitStates states)
    {
        var rates = new List<RateGrant>(demand.Rates.Count);
        foreach (var rate in demand.Rates)
        {
            var id = IdOf(rate);
            (states[id], var grant) = RatePermits.Grant(states[id], rate, demand.Lateness, states.Now);
            rates.Add(grant);
        }

        var leases = new List<LeaseGrant>(demand.Leases.Count);
        foreach (var lease in demand.Leases)
        {
            var id = IdOf(lease);
            (states[id], var grant) = ConcurrencyLeases.Grant(states[id], lease, demand.Worker, states.Now);
            leases.Add(grant);
        }

        return new Permits
        {
            Tracker = process,
            GrantedFrom = Stopwatch.GetElapsedTime(0, states.Asked),
            GrantedUntil = Stopwatch.GetElapsedTime(0, states.Answered),
            Rates = rates,
            Leases = leases,
        };
    }

    private static LimitId IdOf(RateDemand demand) => new(demand.Limit, demand.Key);

    private static LimitId IdOf(LeaseDemand demand) => new(demand.Limit, demand.Key);

    private sealed class Request(GetPermits demand)
    {
        public GetPermits Demand => demand;

        public TimeSpan Received { get; } = Now;

        public Permits Granted { get; set; } = new() { Tracker = Guid.Empty };
    }
}
