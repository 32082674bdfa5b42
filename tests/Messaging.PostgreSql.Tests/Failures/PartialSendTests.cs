using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.PostgreSql.Tests;

public sealed class PartialSendTests : SchemaFixture
{
    /// <summary>The most that are sent in one statement.</summary>
    private const int Part = 2_000;

    private const byte Refused = 5;

    private const string DiskFull = "53100";
    private const string InvalidData = "22000";

    [Test]
    public async Task What_was_sent_before_the_server_failed_is_told_apart_from_the_rest()
    {
        await Refuse(DiskFull);

        var failures = Failures(refused: Part + 1);

        Assert.That(failures[..Part], Is.All.Null);
        Assert.That(failures[Part..], Is.All.TypeOf<BrokerUnavailableException>());
        Assert.That((await Broker.Measure(Use.Queue, default))!.Waiting, Is.EqualTo(Part));
    }

    [Test]
    public async Task What_cannot_be_stored_fails_with_its_statement_and_the_rest_is_sent()
    {
        await Refuse(InvalidData);

        var failures = Failures(refused: 0);

        Assert.That(failures[..Part], Has.None.Null);
        Assert.That(failures[Part..], Is.All.Null);
        Assert.That((await Broker.Measure(Use.Queue, default))!.Waiting, Is.EqualTo(Part + 1));
    }

    [Test]
    public async Task If_nothing_was_sent_that_is_an_outage()
    {
        await Refuse(DiskFull);

        Assert.That(() => Send(refused: 0), Throws.TypeOf<BrokerUnavailableException>());
        Assert.That((await Broker.Measure(Use.Queue, default))!.Waiting, Is.Zero);
    }

    private Exception?[] Failures(int refused) =>
        [.. Assert.ThrowsAsync<PartialSendException>(() => Send(refused))!.Failures];

    private Task Send(int refused)
    {
        var messages = Enumerable.Range(0, (2 * Part) + 1).Select(number => Use.Message($"{number}")).ToArray();
        messages[refused] = messages[refused] with { Priority = Refused };
        return Broker.Send(messages, default);
    }

    private Task<object?> Refuse(string state) => PostgresTables.Query(
        $"CREATE FUNCTION {Schema.Name}.refuse() RETURNS trigger LANGUAGE plpgsql AS "
        + $"$$BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = '{state}'; END$$; "
        + $"CREATE TRIGGER refuse BEFORE INSERT ON {Schema.Name}.message FOR EACH ROW WHEN (NEW.rank = {9 - Refused}) "
        + $"EXECUTE FUNCTION {Schema.Name}.refuse()");
}
