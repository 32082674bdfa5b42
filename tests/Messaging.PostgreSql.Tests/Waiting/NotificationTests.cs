using Messaging.Testing;

namespace Messaging.PostgreSql.Tests;

public sealed class NotificationTests
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
    public async Task Nobody_is_notified_unless_somebody_waits()
    {
        var notified = new List<string>();
        await using var outside = await PostgresTables.Connect().OpenConnectionAsync();
        outside.Notification += (_, notification) => notified.Add(notification.Channel);
        await using var listen = outside.CreateCommand();
        listen.CommandText = $"LISTEN {schema.Name}";
        await listen.ExecuteNonQueryAsync();

        await broker.Send("nobody waits");
        // What was to be told is told before the answer to a command.
        await listen.ExecuteNonQueryAsync();
        Assert.That(notified, Is.Empty);

        await broker.Take(1);
        await broker.Receive(Use.Queue, 1, default);
        // The first wait marks the queue, and ends at once.
        await broker.WaitForMessage(Use.Queue, Eventually.Deadline, default);
        var waiting = broker.WaitForMessage(Use.Queue, Eventually.Deadline, default);
        await using var sender = schema.Open();
        await sender.Send("somebody waits");

        await waiting.WaitAsync(Eventually.Deadline);
        await listen.ExecuteNonQueryAsync();
        Assert.That(notified, Is.EqualTo(new[] { schema.Name }));
    }
}
