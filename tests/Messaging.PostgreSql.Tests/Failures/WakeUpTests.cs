using Messaging.PullTransport;
using Messaging.Testing;

namespace Messaging.PostgreSql.Tests;

public sealed class WakeUpTests
{
    private TestSchema schema = null!;
    private PostgresPullBroker broker = null!;

    [SetUp]
    public async Task Open()
    {
        schema = new TestSchema();
        broker = schema.Open();
        await broker.Declare();
    }

    [TearDown]
    public async Task Close()
    {
        await broker.DisposeAsync();
        await schema.DisposeAsync();
    }

    [Test]
    public async Task What_is_committed_is_done_even_if_nobody_can_be_woken([Values] bool atCommit)
    {
        await Refuse(atCommit);

        await broker.Send("1", "2");

        var held = await broker.Take(2);
        Assert.That(
            await broker.Return(Use.Queue, [new ReturnedMessage(held[0].Lock, TimeSpan.Zero, null)], default),
            Is.EqualTo(new[] { true }));
        Assert.That(await broker.Move(Use.Queue, held[1].Lock, Use.Message("moved"), default), Is.True);
        var bodies = (await broker.Take(2)).Select(message => message.Text());
        Assert.That(bodies, Is.EqualTo(new[] { "1", "moved" }));
        Assert.That(await broker.Receive(Use.Queue, 10, default), Is.Empty);
    }

    /// <summary>As when the server has no room for notifications, which it finds out at the commit.</summary>
    private Task<object?> Refuse(bool atCommit) => PostgresTables.Query(
        $"CREATE TABLE {schema.Name}.told (number integer); "
        + $"CREATE FUNCTION {schema.Name}.refuse() RETURNS trigger LANGUAGE plpgsql AS "
        + "$$BEGIN RAISE EXCEPTION 'too many notifications' USING ERRCODE = '54000'; END$$; "
        + $"CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON {schema.Name}.told "
        + (atCommit ? "DEFERRABLE INITIALLY DEFERRED " : "")
        + $"FOR EACH ROW EXECUTE FUNCTION {schema.Name}.refuse(); "
        + $"CREATE OR REPLACE FUNCTION {schema.Name}.wake(queues text[], topics text[]) RETURNS void LANGUAGE plpgsql AS "
        + $"$$BEGIN INSERT INTO {schema.Name}.told VALUES (1); END$$");
}
