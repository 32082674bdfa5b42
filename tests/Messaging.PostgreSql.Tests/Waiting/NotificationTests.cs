using Messaging.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.PostgreSql.Tests;

public sealed class NotificationTests : SchemaFixture
{
    /// <summary>With a slow clock: a queue that is waited for stays marked, though the test stands still.</summary>
    private protected override PostgresPullBroker Open() =>
        new(Schema.Settings, new ScaledTime(0.01), NullLogger.Instance);

    [Test]
    public async Task Nobody_is_notified_unless_somebody_waits()
    {
        var notified = new List<string>();
        await using var outside = await PostgresTables.Connect().OpenConnectionAsync();
        outside.Notification += (_, notification) => notified.Add(notification.Channel);
        await using var listen = outside.CreateCommand();
        listen.CommandText = $"LISTEN {Schema.Name}";
        await listen.ExecuteNonQueryAsync();

        await Broker.Send("nobody waits");
        // What was to be told is told before the answer to a command.
        await listen.ExecuteNonQueryAsync();
        Assert.That(notified, Is.Empty);

        await Broker.Take(1);
        await Broker.Receive(Use.Queue, 1, default);
        // The first wait marks the queue, and ends at once.
        await Broker.WaitForMessage(Use.Queue, Eventually.Deadline, default);
        var waiting = Broker.WaitForMessage(Use.Queue, Eventually.Deadline, default);
        await using var sender = Schema.Open();
        await sender.Send("somebody waits");

        await waiting.WaitAsync(Eventually.Deadline);
        await listen.ExecuteNonQueryAsync();
        Assert.That(notified, Is.EqualTo(new[] { Schema.Name }));
    }
}
