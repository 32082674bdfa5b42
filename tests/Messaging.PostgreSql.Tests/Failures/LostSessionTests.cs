using Messaging.PullTransport;
using Messaging.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.PostgreSql.Tests;

/// <summary>One of the two connections that waiting needs is lost, and no other.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.Children)]
public sealed class LostSessionTests
{
    private readonly TestSchema schema = new();
    private readonly CancellationTokenSource stopping = new();

    private string IsMark => "locktype = 'advisory' AND granted AND mode = 'ShareLock' "
        + $"AND classid = (hashtext('{schema.Name}')::bigint & 4294967295)::oid";

    private string OfTheLocks => $"SELECT pid FROM pg_locks WHERE {IsMark}";

    private string OfTheNotifications =>
        $"SELECT pid FROM pg_stat_activity WHERE application_name = '{schema.Name}' AND query LIKE 'LISTEN%'";

    [TearDown]
    public async Task DropSchema()
    {
        stopping.Dispose();
        await schema.DisposeAsync();
    }

    [Test]
    public Task Who_waits_is_woken_as_before_after_the_locks_were_lost() => IsMendedAfterLossOf(OfTheLocks, keepAlive: 0);

    [Test]
    public Task Who_waits_is_woken_as_before_after_a_keepalive_has_found_the_locks_lost() =>
        IsMendedAfterLossOf(OfTheLocks, keepAlive: 1);

    [Test]
    public Task Who_waits_is_woken_as_before_after_the_notifications_were_lost() =>
        IsMendedAfterLossOf(OfTheNotifications, keepAlive: 0);

    private async Task IsMendedAfterLossOf(string connection, int keepAlive)
    {
        var settings = schema.Settings;
        settings.Connection.KeepAlive = keepAlive;
        await using var broker = new PostgresPullBroker(settings, TimeProvider.System, NullLogger.Instance);
        await broker.Declare();
        var received = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var receiving = Receive(broker, received);
        var old = await Marked(other: null);

        await PostgresTables.Query($"SELECT pg_terminate_backend(pid) FROM ({connection}) AS lost");

        await Marked(other: old);
        // Another queue is marked as well.
        await broker.DeclareQueue(new("another", DeleteWhenIdle: null), default);
        await Use.UntilReached(() => broker.Receive("another", 1, default));
        await broker.WaitForMessage("another", TimeSpan.Zero, default);
        await broker.Send("message");
        Assert.That(await received.Task.WaitAsync(Eventually.Deadline), Is.EqualTo("message"));
        await stopping.CancelAsync();
        await receiving;
    }

    private Task<object?> Marked(object? other) => Eventually.Get(
        () => PostgresTables.Query(OfTheLocks), pid => pid is not null && !pid.Equals(other));

    /// <summary>As a worker does: somebody waits at every moment.</summary>
    private async Task Receive(PostgresPullBroker broker, TaskCompletionSource<string> received)
    {
        while (!stopping.IsCancellationRequested)
        {
            var messages = await Use.UntilReached(() => broker.Receive(Use.Queue, 1, default));
            if (messages is [var message])
                received.TrySetResult(message.Text());
            await Use.UntilReached(async () =>
            {
                await broker.WaitForMessage(Use.Queue, TimeSpan.FromSeconds(1), default);
                return true;
            });
        }
    }
}
