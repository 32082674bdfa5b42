using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Workers;

/// <summary>The same on brokers of several processes.</summary>
public abstract class PausingProcessesSuite : PausingSuite
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Test]
    public async Task What_waits_in_a_worker_runs_in_another_while_what_runs_goes_on_and_the_worker_can_be_stopped()
    {
        var settings = NewSettings();
        await using var tracker = await MessagingHost.Start(settings.With(("Roles", "Tracker")));
        await using var one = await StartHost(settings, "Worker", "one", concurrency: 1);
        var control = await tracker.ControlOf("one");
        var gate = Gate.New();
        var running = await tracker.Tasks.Send(new WaitAtGate(gate.Name));
        await gate.NextArrival();
        var waiting = await tracker.Tasks.SendMany([new Add(1, 1), new Add(1, 2), new Add(1, 3)]);
        await Eventually.Get(
            () => control.Reserved(Patient.Of("one")), reserved => reserved.Answers["one"].Count == waiting.Count);

        Assert.That((await control.CancelQueue("default", Patient.Of("one"))).IsComplete, Is.True);
        await using var two = await StartHost(settings, "Worker", "two", concurrency: 1);
        foreach (var (task, result) in waiting.Zip([2, 3, 4]))
            Assert.That(await task.GetResult(Soon), Is.EqualTo(result));
        Assert.That(gate.Passed, Is.Zero, "the first still runs");
        var stopping = one.Stop();
        gate.Open();
        await stopping;

        Assert.That(await running.GetResult(Soon), Is.EqualTo("passed"));
        var status = await Eventually.Get(() => running.GetStatus(), found => found.State == TaskState.Succeeded);
        Assert.That(status.Attempts.Select(attempt => attempt.Worker), Is.EqualTo(new[] { "one" }));
        Assert.That(gate.Arrived, Is.EqualTo(1), "it was not delivered twice");
    }
}
