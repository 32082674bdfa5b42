using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.PostgreSql.Tests;

public sealed class WakeUpTests : SchemaFixture
{
    [Test]
    public async Task What_is_committed_is_done_even_if_nobody_can_be_woken([Values] bool atCommit)
    {
        await Refuse(atCommit);

        await Broker.Send("1", "2");

        var held = await Broker.Take(2);
        Assert.That(
            await Broker.Return(Use.Queue, [new ReturnedMessage(held[0].Lock, TimeSpan.Zero, null)], default),
            Is.EqualTo(new[] { true }));
        Assert.That(await Broker.Move(Use.Queue, held[1].Lock, Use.Message("moved"), default), Is.True);
        var bodies = (await Broker.Take(2)).Select(message => message.Text());
        Assert.That(bodies, Is.EqualTo(new[] { "1", "moved" }));
        Assert.That(await Broker.Receive(Use.Queue, 10, default), Is.Empty);
    }

    /// <summary>As when the server has no room for notifications, which it finds out at the commit.</summary>
    private Task<object?> Refuse(bool atCommit) => PostgresTables.Query(
        $"CREATE TABLE {Schema.Name}.told (number integer); "
        + $"CREATE FUNCTION {Schema.Name}.refuse() RETURNS trigger LANGUAGE plpgsql AS "
        + "$$BEGIN RAISE EXCEPTION 'too many notifications' USING ERRCODE = '54000'; END$$; "
        + $"CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON {Schema.Name}.told "
        + (atCommit ? "DEFERRABLE INITIALLY DEFERRED " : "")
        + $"FOR EACH ROW EXECUTE FUNCTION {Schema.Name}.refuse(); "
        + $"CREATE OR REPLACE FUNCTION {Schema.Name}.wake(queues text[], topics text[]) RETURNS void LANGUAGE plpgsql AS "
        + $"$$BEGIN INSERT INTO {Schema.Name}.told VALUES (1); END$$");
}
