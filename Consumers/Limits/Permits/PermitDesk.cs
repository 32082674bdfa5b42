using Messaging.Contracts;
using Microsoft.Extensions.Logging;

namespace Messaging.Consumers;

/// <summary>
/// Asks the trackers for what this worker needs of limits that hold over all workers. One request at a time is on its
/// way, for all tasks that wait; whatever comes meanwhile goes with the next. A worker that needs nothing asks nothing.
/// <para>
/// An answer that does not come is no answer: what was granted in it is lost, and it is asked for anew. While no tracker
/// answers, nothing is granted and the tasks wait.
/// </para>
/// </summary>
internal sealed class PermitDesk : IDisposable
{
    /// <summary>
    /// The first answers take long, and would have the trackers widen the spacing for all. They only set the clocks.
    /// </summary>
    private const int AnswersToSetClocks = 2;

    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(500);

    private readonly IPermitSource source;
    private readonly IReadOnlyList<IPermitBuyer> buyers;
    private readonly DemandSignal signal;
    private readonly string worker;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly TrackerClocks trackers;
    private readonly LatestTimes doubts = new();
    private readonly CancellationTokenSource disposed = new();
    private int running;
    private int isDisposed;
    private int answers;
    private bool isAway;

    public PermitDesk(
        IPermitSource source,
        IReadOnlyList<IPermitBuyer> buyers,
        DemandSignal signal,
        string worker,
        TimeProvider clock,
        ILogger logger)
    {
        this.source = source;
        this.buyers = buyers;
        this.signal = signal;
        this.worker = worker;
        this.clock = clock;
        this.logger = logger;
        trackers = new TrackerClocks(clock);
    }

    /// <summary>Something is wanted.</summary>
    public void Wake()
    {
        if (Volatile.Read(ref running) == 0 && Interlocked.Exchange(ref running, 1) == 0)
            _ = Task.Run(Run, CancellationToken.None);

        signal.Set();
    }

    /// <summary>May be called twice: the container has its owner under two names.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref isDisposed, 1) == 1)
            return;

        disposed.Cancel();
        disposed.Dispose();
    }

    private async Task Run()
    {
        var stopped = disposed.Token;
        try
        {
            while (true)
            {
                var demand = new PermitDemand();
                foreach (var buyer in buyers)
                    buyer.Collect(demand);

                if (demand.IsEmpty)
                    await signal.Wait(demand.Next, stopped);
                else if (!await TryAsk(demand, stopped))
                    await Task.Delay(AfterFailure, clock, stopped);
            }
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            // The process ends. Permits that were not used are lost, and leases expire.
        }
    }

    private async Task<bool> TryAsk(PermitDemand demand, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await source.Ask(
                new GetPermits
                {
                    Worker = worker,
                    Lateness = doubts.Usual + demand.Lateness,
                    Rates = answers < AnswersToSetClocks ? WithoutPermits(demand.Rates) : demand.Rates,
                    Leases = demand.Leases,
                },
                cancellationToken);
            var granted = trackers.Place(answer);
            if (++answers >= AnswersToSetClocks)
                doubts.Add(granted.Until - granted.From);
            foreach (var buyer in buyers)
                buyer.Take(granted);
            if (isAway)
                LimitLog.TrackersAreBack(logger);
            isAway = false;
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (!isAway)
                LimitLog.TrackersAreAway(logger, exception.Message);
            isAway = true;
            return false;
        }
    }

    private static List<RateDemand> WithoutPermits(IReadOnlyList<RateDemand> rates) =>
        [.. rates.Select(rate => rate with { Permits = 0 })];
}
