using Messaging.StateMachines;
using Messaging.Testing;

namespace Messaging.Stores.PostgreSql.Tests;

public sealed class LostConnectionTests
{
    [Test]
    public async Task A_claim_whose_connection_is_lost_is_an_outage_however_often_it_is_used()
    {
        await using var tables = new PostgresTables();
        await tables.Store.Prepare(default);
        var message = SampleMessages.Due(1);
        await tables.Stores.ScheduledMessages.Save([message], [], default);
        // By its name the server knows the session.
        var stores = new PostgresTaskStoreProvider().Open(
            new($"{TestServers.Postgres}?Application Name={tables.Prefix}"), tables.Prefix);
        await using var store = (PostgresTaskStore)stores.Tasks;
        var claim = await stores.ScheduledMessages.Claim(SampleMessages.At(2), 10, default);

        await PostgresTables.Query(
            $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{tables.Prefix}'");

        // At the first use the connection is found out to be lost. From then on Npgsql knows that it is.
        for (var use = 0; use < 3; use++)
            Assert.That(() => Complete(claim, message), Throws.TypeOf<TaskStoreUnavailableException>());
        await claim.DisposeAsync();
        // The connection is gone before its locks are.
        await Eventually.Get(CountClaimed, count => count == 1);

        async Task<int> CountClaimed()
        {
            await using var again = await stores.ScheduledMessages.Claim(SampleMessages.At(2), 10, default);
            return again.Messages.Count;
        }
    }

    [Test]
    public async Task A_store_that_was_closed_is_no_outage()
    {
        await using var tables = new PostgresTables();
        await ((PostgresTaskStore)tables.Store).DisposeAsync();

        Assert.That(() => tables.Store.Load([Guid.NewGuid()], default), Throws.TypeOf<ObjectDisposedException>());
    }

    private static Task Complete(IScheduledClaim claim, ScheduledMessage message) =>
        claim.Complete([message], new Dictionary<ScheduledMessage, DateTimeOffset>(), SampleMessages.At(2), default);
}
