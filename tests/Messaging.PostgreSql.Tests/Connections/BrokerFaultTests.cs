using System.Globalization;
using Messaging.PullTransport;
using Messaging.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.PostgreSql.Tests;

public sealed class BrokerFaultTests
{
    private static string Here => $"{PostgresTables.Server.Host}:{PostgresTables.Server.Port}";

    [Test]
    public async Task A_server_that_cannot_be_reached_is_a_fault()
    {
        // Nothing listens on port 1.
        await using var broker = Open("postgres://app:secret@127.0.0.1:1/messaging");

        Assert.That(
            await broker.FindFault(default),
            Is.EqualTo("Connection refused. Check that PostgreSQL runs there and that Messaging:Broker names it."));
        Assert.That(
            () => broker.Send("message"),
            Throws.TypeOf<BrokerUnavailableException>().With.Message.EqualTo(
                "The PostgreSQL broker postgres://app@127.0.0.1:1/messaging cannot be used: Connection refused. Check that "
                + "PostgreSQL runs there and that Messaging:Broker names it."));
    }

    [Test]
    public async Task A_wrong_password_is_a_fault_and_not_repeated()
    {
        await using var broker = Open($"postgres://app:wrong-secret@{Here}/messaging");

        Assert.That(
            await broker.FindFault(default),
            Is.EqualTo(
                "password authentication failed for user \"app\" (28P01). Check user and password in Messaging:Broker, and "
                + "the server's pg_hba.conf."));
        var thrown = Assert.ThrowsAsync<BrokerUnavailableException>(() => broker.Declare());
        Assert.That(thrown.ToString(), Does.Not.Contain("wrong-secret"));
    }

    [Test]
    public async Task A_missing_database_is_a_fault()
    {
        await using var broker = Open($"postgres://app:app@{Here}/missing");

        Assert.That(
            await broker.FindFault(default),
            Is.EqualTo(
                "database \"missing\" does not exist (3D000). Create it (CREATE DATABASE \"missing\"), or name another one "
                + "in Messaging:Broker."));
    }

    [Test]
    public async Task A_user_who_may_not_create_is_told_what_to_grant()
    {
        await using var user = await TestUser.Create();
        await using var broker = Open($"{user.Address}?schema=not_there");

        Assert.That(
            await broker.FindFault(default),
            Is.EqualTo(
                "permission denied for database messaging (42501). As its owner let the user create the broker's tables: "
                + $"GRANT CREATE ON DATABASE \"messaging\" TO \"{user.Name}\"; or, if another user has made them: GRANT USAGE "
                + $"ON SCHEMA \"not_there\" TO \"{user.Name}\"; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN "
                + $"SCHEMA \"not_there\" TO \"{user.Name}\";"));
        Assert.That(
            () => broker.Declare(),
            Throws.TypeOf<BrokerUnavailableException>().With.Message.Contains("GRANT CREATE ON DATABASE"));
    }

    [Test]
    public async Task A_user_who_was_granted_what_the_error_says_can_use_what_another_has_made()
    {
        await using var schema = new TestSchema();
        await using var owner = schema.Open();
        await owner.Declare();
        await using var user = await TestUser.Create();
        await PostgresTables.Query(
            $"GRANT USAGE ON SCHEMA {schema.Name} TO {user.Name}; "
            + $"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema.Name} TO {user.Name}");
        await using var broker = Open($"{user.Address}?schema={schema.Name}");

        Assert.That(await broker.FindFault(default), Is.Null);
        await broker.DeclareQueue(new("another", TimeSpan.FromMinutes(1)), default);
        await broker.Send("message");
        Assert.That((await broker.Take(1))[0].Text(), Is.EqualTo("message"));
    }

    [Test]
    public async Task What_a_user_has_no_right_to_is_told_apart_from_what_passes()
    {
        await using var schema = new TestSchema();
        await using var owner = schema.Open();
        await owner.Declare();
        await using var user = await TestUser.Create();
        await PostgresTables.Query(
            $"GRANT USAGE ON SCHEMA {schema.Name} TO {user.Name}; "
            + $"GRANT SELECT, UPDATE ON ALL TABLES IN SCHEMA {schema.Name} TO {user.Name}");
        await using var broker = Open($"{user.Address}?schema={schema.Name}");
        MessageLock[] locks = [new(new Receipt(1, 1))];

        var refused = Assert.ThrowsAsync<BrokerUnavailableException>(() => broker.Delete(Use.Queue, locks, default));
        await PostgresTables.Query($"DROP TABLE {schema.Name}.message");
        var gone = Assert.ThrowsAsync<BrokerUnavailableException>(() => broker.Delete(Use.Queue, locks, default));

        Assert.That((refused.IsForbidden, gone.IsForbidden), Is.EqualTo((true, false)));
        Assert.That(refused.Message, Does.Contain("SELECT, INSERT, UPDATE, DELETE ON ALL TABLES"));
    }

    [Test]
    public async Task Too_many_connections_are_a_fault_that_says_what_to_set()
    {
        await using var user = await TestUser.Create("CONNECTION LIMIT 0");
        await using var broker = Open($"{user.Address}?Maximum Pool Size=7");

        Assert.That(
            await broker.FindFault(default),
            Is.EqualTo(
                $"too many connections for role \"{user.Name}\" (53300). Each process needs up to 9 connections for the "
                + "broker: raise max_connections of the server, or set 'Maximum Pool Size' in Messaging:Broker lower (2 "
                + "will do)."));
    }

    [Test]
    public async Task Tables_that_are_gone_are_made_again()
    {
        await using var schema = new TestSchema();
        await using var broker = schema.Open();
        await broker.Declare();
        await schema.DisposeAsync();

        Assert.That(() => broker.Send("lost"), Throws.TypeOf<BrokerUnavailableException>());
        await broker.Declare();
        await broker.Send("message");

        Assert.That((await broker.Take(1))[0].Text(), Is.EqualTo("message"));
    }

    [Test]
    public async Task A_table_that_is_gone_is_an_outage_that_says_to_drop_the_others()
    {
        await using var schema = new TestSchema();
        await using var broker = schema.Open();
        await broker.Declare();
        await PostgresTables.Query($"DROP TABLE {schema.Name}.message");

        Assert.That(
            () => broker.Send("lost"),
            Throws.TypeOf<BrokerUnavailableException>().With.Message.Contains($"DROP SCHEMA \"{schema.Name}\" CASCADE"));
        await PostgresTables.Query($"DROP SCHEMA \"{schema.Name}\" CASCADE");
        await Use.UntilReached(async () =>
        {
            await broker.Declare();
            return true;
        });
        await broker.Send("message");

        Assert.That((await broker.Take(1))[0].Text(), Is.EqualTo("message"));
    }

    [TestCase("DROP TABLE {0}.schema_version")]
    [TestCase("DROP TABLE {0}.schema_version, {0}.message, {0}.subscription, {0}.topic, {0}.queue, {0}.removed_queue")]
    public async Task Whoever_finds_only_some_of_the_tables_at_his_start_is_told_to_drop_the_others(string drop)
    {
        await using var schema = new TestSchema();
        await using (var owner = schema.Open())
            await owner.Declare();
        await PostgresTables.Query(string.Format(CultureInfo.InvariantCulture, drop, schema.Name));
        await using var broker = schema.Open();
        var remedy = $"DROP SCHEMA \"{schema.Name}\" CASCADE";

        Assert.That(
            () => broker.Declare(), Throws.TypeOf<BrokerUnavailableException>().With.Message.Contains(remedy));
        Assert.That(await broker.FindFault(default), Does.Contain(remedy));
    }

    [Test]
    public async Task A_user_who_may_not_make_queues_has_a_fault_and_sends_nothing()
    {
        await using var schema = new TestSchema();
        await using var owner = schema.Open();
        await owner.Declare();
        await using var user = await TestUser.Create();
        await PostgresTables.Query(
            $"GRANT USAGE ON SCHEMA {schema.Name} TO {user.Name}; "
            + $"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema.Name} TO {user.Name}; "
            + $"REVOKE INSERT ON {schema.Name}.queue FROM {user.Name}");
        await using var broker = Open($"{user.Address}?schema={schema.Name}");

        // It would be sent again, and be there twice.
        Assert.That(() => broker.Send("message"), Throws.TypeOf<BrokerUnavailableException>());
        Assert.That((await owner.Measure(Use.Queue, default))!.Waiting, Is.Zero);
        Assert.That(await broker.FindFault(default), Does.StartWith("permission denied for table queue (42501)."));
    }

    private static PostgresPullBroker Open(string address) =>
        new(PostgresBrokerSettings.Read(new(address)), TimeProvider.System, NullLogger.Instance);
}
