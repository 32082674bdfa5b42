using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Failures;

[TestFixture]
public sealed class RevokedWhileAwayTests
{
    [Test]
    public async Task A_worker_that_starts_later_knows_what_was_revoked_before()
    {
        var settings = Settings.RabbitMqAndPostgres();
        await using var tracker = await MessagingHost.Start(settings.With(("Roles", "Tracker")));
        var gate = Gate.New();
        gate.Open();
        var task = await tracker.Tasks.Send(new WaitAtGate(gate.Name));
        var other = await tracker.Tasks.Send(new WaitAtGate(gate.Name));
        await task.Revoke(reason: "nobody was there");
        await Eventually.Get(
            () => tracker.Tasks.Get(task.TaskId).GetStatus(), status => status.RevokeRequestedAt is not null);

        await using var worker = await StartWorker(settings);

        Assert.That(await other.GetResult(TimeSpan.FromSeconds(30)), Is.EqualTo("passed"));
        Assert.ThrowsAsync<TaskRevokedException>(() => task.GetResult(TimeSpan.FromSeconds(30)));
        Assert.That((await task.GetStatus()).State, Is.EqualTo(TaskState.Revoked));
        Assert.That(gate.Arrived, Is.EqualTo(1));
    }

    [Test]
    public async Task A_worker_that_starts_later_knows_the_rules_that_were_made_before()
    {
        var settings = Settings.RabbitMqAndPostgres();
        await using var tracker = await MessagingHost.Start(settings.With(("Roles", "Tracker")));
        var revoked = await tracker.Tasks.Send(new Add(1, 1));
        await tracker.Tasks.RevokeByName("math.add");
        await Eventually.Get(() => tracker.Tasks.ListRevocations(), found => found.Rules.Count > 0);
        var after = await tracker.Tasks.Send(new Add(20, 22));

        await using var worker = await StartWorker(settings);

        Assert.That(await after.GetResult(TimeSpan.FromSeconds(30)), Is.EqualTo(42));
        Assert.That((await revoked.Wait(TimeSpan.FromSeconds(30))).State, Is.EqualTo(TaskState.Revoked));
    }
    /// <summary>Starts a worker that does not go on after five seconds without the trackers' answer.</summary>
    private static Task<MessagingHost> StartWorker(Dictionary<string, string?> settings) => MessagingHost.Start(
        settings.With(("Roles", "Worker")),
        TestTasks.Add,
        services => services.AddSingleton(new RevocationList(new ScaledTime(0.1))));
}
