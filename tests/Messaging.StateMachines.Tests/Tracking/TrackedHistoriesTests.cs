using Messaging.Testing;

namespace Messaging.StateMachines.Tests;

public sealed class TrackedHistoriesTests
{
    [Test]
    public void Two_trackers_that_lose_races_and_die_store_what_happened() =>
        Always.Holds(History.OfTasks(4), cases: 3_000, history => Track(history, new InterceptedStore()));

    [Test]
    public void Two_trackers_that_lose_races_and_die_store_what_happened_in_PostgreSQL() =>
        Always.Holds(History.OfTasks(4), cases: 50, async history =>
        {
            await using var tables = new PostgresTables();
            await tables.Store.Prepare(default);
            await Track(history, new InterceptedStore(tables.Store));
        });

    private static async Task Track(History history, InterceptedStore store)
    {
        var trouble = new Trouble(store, history.Seed);
        TrackerUnderTest[] trackers = [new(store, Trouble.Clock), new(store, Trouble.Clock)];

        await trouble.Deliver(history.Batches(), trackers);

        foreach (var task in history.ByTask)
            (await store.Get(task.Key)).MustBe(await Sagas.After(task));
    }
}
