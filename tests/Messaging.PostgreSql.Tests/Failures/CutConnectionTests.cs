using Messaging.BrokerTests;
using Messaging.PullTransport;
using Messaging.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Messaging.PostgreSql.Tests;

/// <summary>The connections to the server are cut in every state.</summary>
public sealed class CutConnectionTests : SchemaFixture
{
    // Who is not woken looks for itself after five seconds, which are minutes of this clock.
    private static readonly TimeSpan Woken = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private TcpRelay relay = null!;
    private PostgresPullBroker other = null!;

    [TearDown]
    public async Task Disconnect()
    {
        await other.DisposeAsync();
        await relay.DisposeAsync();
    }

    private protected override PostgresPullBroker Open()
    {
        other = Schema.Open();
        relay = new TcpRelay(PostgresTables.Server);
        var settings = Schema.Settings;
        settings.Connection.Host = "127.0.0.1";
        settings.Connection.Port = relay.Port;
        return new PostgresPullBroker(settings, new ScaledTime(0.02), NullLogger.Instance);
    }

    [Test]
    public async Task Who_waits_is_woken_as_before_after_the_connections_were_cut()
    {
        await WaitUntilMarked();
        var waiting = Broker.WaitForMessage(Use.Queue, LongestWait, default);
        relay.Cut();
        // All who wait look for themselves.
        await waiting.WaitAsync(Woken);

        await WaitUntilMarked();
        waiting = Broker.WaitForMessage(Use.Queue, LongestWait, default);
        await other.Send("after");

        await waiting.WaitAsync(Woken);
        Assert.That((await Broker.Take(1))[0].Text(), Is.EqualTo("after"));
    }

    [Test]
    public async Task What_was_handed_out_into_a_connection_that_is_lost_comes_again_at_once_and_is_not_counted()
    {
        await Broker.Send("message");
        await using var held = await Hold("message");

        var receiving = Broker.Receive(Use.Queue, 1, default);
        await UntilSomebodyWaits();
        relay.Cut();
        Assert.That(() => receiving, Throws.TypeOf<BrokerUnavailableException>());
        await held.DisposeAsync();

        var message = (await Broker.Take(1))[0];
        Assert.That(message.DeliveriesBefore, Is.Zero);
        Assert.That(await Broker.Delete(Use.Queue, [message.Lock], default), Is.EqualTo(new[] { true }));
    }

    [Test]
    public async Task Who_sends_into_a_connection_that_is_lost_hears_of_it_and_can_send_again()
    {
        await Broker.Send("first");
        await using var held = await Hold("message");

        var sending = Broker.Send("cut off");
        await UntilSomebodyWaits();
        relay.Cut();
        Assert.That(() => sending, Throws.TypeOf<BrokerUnavailableException>());
        await held.DisposeAsync();
        await Broker.Send("again");

        var bodies = (await Broker.Take(2)).Select(message => message.Text()).ToList();
        Assert.That(bodies[0], Is.EqualTo("first"));
        Assert.That(bodies[1], Is.EqualTo("cut off").Or.EqualTo("again"));
    }

    [Test]
    public async Task What_is_held_stays_held_while_connections_are_cut()
    {
        await Broker.Send("1", "2");
        var held = await Broker.Take(2);

        relay.Cut();

        MessageLock[] locks = [.. held.Select(message => message.Lock)];
        Assert.That(
            await Use.UntilReached(() => Broker.Renew(Use.Queue, locks, default)), Is.EqualTo(new[] { true, true }));
        Assert.That(await other.Receive(Use.Queue, 1, default), Is.Empty);
        Assert.That(await Broker.Delete(Use.Queue, locks, default), Is.EqualTo(new[] { true, true }));
    }

    /// <summary>Locks a table, so that whatever uses it waits.</summary>
    private async Task<NpgsqlConnection> Hold(string table)
    {
        var connection = new NpgsqlConnection(Schema.Settings.Connection.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(
            $"LOCK TABLE {Schema.Name}.{table} IN ACCESS EXCLUSIVE MODE", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private Task<object?> UntilSomebodyWaits() => Eventually.Get(
        () => PostgresTables.Query(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation IN "
            + $"(SELECT oid FROM pg_class WHERE relnamespace = '{Schema.Name}'::regnamespace)"),
        waiting => waiting is > 0L);

    /// <summary>Until the server knows that somebody waits for the queue.</summary>
    private async Task WaitUntilMarked()
    {
        await Use.UntilReached(() => Broker.Receive(Use.Queue, 1, default));
        await Eventually.Get(
            async () =>
            {
                await Use.UntilReached(async () =>
                {
                    await Broker.WaitForMessage(Use.Queue, TimeSpan.FromMilliseconds(1), default);
                    return true;
                });
                return await PostgresTables.Query(
                    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND mode = 'ShareLock' "
                    + $"AND classid = (hashtext('{Schema.Name}')::bigint & 4294967295)::oid");
            },
            marks => marks is > 0L);
        await Use.UntilReached(() => Broker.Receive(Use.Queue, 1, default));
    }
}
