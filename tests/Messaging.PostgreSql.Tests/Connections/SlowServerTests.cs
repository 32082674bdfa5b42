using Messaging.PullTransport;
using Messaging.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Messaging.PostgreSql.Tests;

/// <summary>A server that is slow is not made slower: what takes too long costs no connections.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.Children)]
public sealed class SlowServerTests
{
    private readonly TestSchema schema = new();

    [SetUp]
    public async Task MakeSchema()
    {
        await using var owner = schema.Open();
        await owner.Declare();
    }

    [TearDown]
    public async Task DropSchema() => await schema.DisposeAsync();

    [Test]
    public async Task Whoever_waits_in_vain_for_a_connection_leaves_it_to_the_one_who_has_it()
    {
        await using var broker = Open(settings => (settings.MaxPoolSize, settings.Timeout) = (1, 3));
        await Use.UntilReached(async () =>
        {
            await broker.Send("first");
            return true;
        });
        await using var table = await Hold();

        var slow = broker.Send("slow");
        await UntilSomebodyWaits();
        var session = await Sessions();
        Assert.That(() => broker.Send("second"), Throws.TypeOf<BrokerUnavailableException>());
        await table.DisposeAsync();
        await slow;

        await broker.Send("third");
        Assert.That(await Sessions(), Is.EqualTo(session));
    }

    [Test]
    public async Task A_statement_that_takes_too_long_leaves_the_other_connections_open()
    {
        await using var broker = Open(settings => settings.CommandTimeout = 12);
        await using var table = await Hold();

        var slow = broker.Send("slow");
        await UntilSomebodyWaits();
        var ofTheSlow = await Sessions();
        await broker.DeclareTopic("topic", default);
        var other = (await Sessions()).Except(ofTheSlow).ToList();
        Assert.That(() => slow, Throws.TypeOf<BrokerUnavailableException>());
        await table.DisposeAsync();

        await broker.DeclareTopic("topic", default);
        Assert.That(other, Is.Not.Empty);
        Assert.That(other, Is.SubsetOf(await Sessions()));
    }

    /// <summary>Locks the messages, so that whoever sends one waits.</summary>
    private async Task<NpgsqlConnection> Hold()
    {
        var connection = PostgresTables.Connect().CreateConnection();
        await connection.OpenAsync();
        await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(
            $"LOCK TABLE {schema.Name}.message IN ACCESS EXCLUSIVE MODE", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private Task<object?> UntilSomebodyWaits() => Eventually.Get(
        () => PostgresTables.Query(
            $"SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = '{schema.Name}.message'::regclass"),
        waiting => waiting is > 0L);

    private PostgresPullBroker Open(Action<NpgsqlConnectionStringBuilder> set)
    {
        var settings = schema.Settings;
        set(settings.Connection);
        settings.Connection.ApplicationName = schema.Name + "-slow";
        return new PostgresPullBroker(settings, TimeProvider.System, NullLogger.Instance);
    }

    /// <summary>The connections that the broker has.</summary>
    private async Task<int[]> Sessions() => (int[])(await PostgresTables.Query(
        $"SELECT array_agg(pid) FROM pg_stat_activity WHERE application_name = '{schema.Name}-slow'"))!;
}
