using Messaging.Contracts;
using Messaging.StateMachines;
using Messaging.Testing;
using Npgsql;

namespace Messaging.Stores.PostgreSql.Tests;

public sealed class PostgresOutageTests
{
    private PrivateServer server = null!;
    private PostgresTaskStore store = null!;

    private static readonly DateTimeOffset SampleTime = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private Uri Address => new($"postgres://app:app@127.0.0.1:{server.Port}/messaging");

    [OneTimeSetUp]
    public async Task StartServer() => server = await PrivateServer.Start("postgres.sh");

    [OneTimeTearDown]
    public async Task EndServer() => await server.DisposeAsync();

    [SetUp]
    public async Task OpenStore()
    {
        await server.Start();
        store = (PostgresTaskStore)new PostgresTaskStoreProvider().Open(Address, "outage_").Tasks;
        await store.Prepare(default);
    }

    [TearDown]
    public async Task CloseStore() => await store.DisposeAsync();

    [Test]
    public async Task A_store_is_unavailable_while_its_server_is_away_and_works_again_afterwards(
        [Values] bool isKilled)
    {
        var before = Pending();
        await store.Save([before], default);

        await (isKilled ? server.Kill() : server.Stop());
        AssertUnavailable(store.Prepare(default));
        AssertUnavailable(store.Load([before.CorrelationId], default));
        AssertUnavailable(store.Save([Pending()], default));
        AssertUnavailable(store.List(new ListTasks(), before: null, default));
        AssertUnavailable(store.Count(new TaskFilter(), CountBy.State, default));
        AssertUnavailable(store.Backlog(queue: null, DateTimeOffset.UnixEpoch, default));
        AssertUnavailable(store.OpenRevocations(null, 10, default));
        AssertUnavailable(store.Expire(new TaskExpiry(), SampleTime, default));

        await server.Start();
        var found = await UntilAvailable(() => store.Load([before.CorrelationId], default));
        Assert.That(found.Single().CurrentState, Is.EqualTo("Pending"));
        before.CurrentState = "Started";
        Assert.That(await UntilAvailable(() => store.Save([before], default)), Is.Empty);
    }

    [Test]
    public async Task A_save_that_is_under_way_when_its_server_goes_is_unavailable_and_can_be_made_again()
    {
        var saga = Pending();
        await store.Save([saga], default);
        await using var database = NpgsqlDataSource.Create(PostgresAddress.Read(Address));
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Execute(connection, "SELECT id FROM outage_messaging_tasks FOR UPDATE");

        saga.CurrentState = "Started";
        var saving = store.Save([saga], default);
        await Eventually.Get(
            () => Execute(connection, "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"),
            waiting => waiting is 1L);
        // A stop would end the two connections one after the other, and the save could get through in between.
        await server.Kill();
        AssertUnavailable(saving);
        Assert.That(saga.Version, Is.EqualTo(1));

        await server.Start();
        Assert.That(await UntilAvailable(() => store.Save([saga], default)), Is.Empty);
        Assert.That(saga.Version, Is.EqualTo(2));
    }

    private static TaskSaga Pending() => new() { CorrelationId = Guid.NewGuid(), CurrentState = "Pending" };

    private static void AssertUnavailable(Task use) =>
        Assert.That(() => use, Throws.TypeOf<TaskStoreUnavailableException>());

    /// <summary>Connections from before the outage fail once each.</summary>
    private static async Task<T> UntilAvailable<T>(Func<Task<T>> use)
        where T : class
    {
        var result = await Eventually.Get(Try, result => result is not null);
        return result!;

        async Task<T?> Try()
        {
            try
            {
                return await use();
            }
            catch (TaskStoreUnavailableException)
            {
                return null;
            }
        }
    }

    private static async Task<object?> Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
