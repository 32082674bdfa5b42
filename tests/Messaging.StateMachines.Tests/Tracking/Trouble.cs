namespace Messaging.StateMachines.Tests;

/// <summary>
/// A broker that delivers a batch again, to whichever tracker, until one has settled it; and a store that other
/// trackers write to at the wrong moment, that is away at times, and at whose use a tracker may die, before the commit
/// or after.
/// </summary>
internal sealed class Trouble
{
    private readonly Random random;
    private readonly InterceptedStore store;

    public Trouble(InterceptedStore store, int seed)
    {
        random = new Random(seed);
        this.store = store;
        store.Loading = _ => Strike(death: 0.03, absence: 0.03);
        store.Saving = async sagas =>
        {
            await Strike(death: 0.1, absence: 0.03);
            foreach (var saga in sagas.Where(_ => Chance(0.15)))
                await store.Overtake(saga.CorrelationId);
        };
        store.Saved = _ => Strike(death: 0.1, absence: 0.05);
    }

    /// <summary>Trackers that wait for the store wait no time.</summary>
    public static TimeProvider Clock { get; } = new Impatient();

    public Task Deliver(IEnumerable<object[]> batches, TrackerUnderTest[] trackers) => Parallel.ForEachAsync(
        batches,
        new ParallelOptions { MaxDegreeOfParallelism = 4 },
        async (batch, _) => await Deliver(batch, trackers));

    private async Task Deliver(object[] batch, TrackerUnderTest[] trackers)
    {
        while (true)
        {
            try
            {
                await trackers[Chance(0.5) ? 0 : 1].Track(batch);
                return;
            }
            catch (DiedException)
            {
                // Not settled, so it is delivered again.
            }
        }
    }

    private Task Strike(double death, double absence)
    {
        if (Chance(death))
            throw new DiedException();
        if (Chance(absence))
            throw new TaskStoreUnavailableException("The store is away.");

        return Task.CompletedTask;
    }

    private bool Chance(double probability)
    {
        lock (random)
            return random.NextDouble() < probability;
    }

    private sealed class DiedException : Exception;

    private sealed class Impatient : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
