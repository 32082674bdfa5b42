using Messaging.Contracts;
using Messaging.EndToEnd.Tests.Processes;
using Messaging.Producers;
using Messaging.Testing;

namespace Messaging.EndToEnd.Tests.Failures;

/// <summary>Trackers that are killed while they replay.</summary>
[TestFixture]
public sealed class KilledReplayTests
{
    private const int Failed = 3_000;

    [Test]
    public async Task Every_dead_letter_is_replayed_when_trackers_are_killed_meanwhile()
    {
        await using var trackers = await TrackerProcesses.Start(2, TestTasks.Add);
        var deadLetters = trackers.Service<IDeadLetters>();
        var tasks = await trackers.Tasks.SendMany(
            Enumerable.Range(0, Failed).Select(_ => new FailTimes(Guid.NewGuid().ToString("N"), 1)),
            new TaskOptions { MaxRetries = 0 });
        await Eventually.Get(() => deadLetters.Count(), count => count == Failed, TimeSpan.FromMinutes(3));

        Task<ReplayStatus> replaying;
        await using (await trackers.HoldReplays(whenFewerThan: Failed - 500))
        {
            replaying = deadLetters.Replay(DeadLetterFilter.All);
            await Eventually.Get(Left, left => left < Failed);
            for (var tracker = 0; tracker < trackers.Count; tracker++)
                await trackers.Kill(tracker);
        }

        Assert.That(await Left(), Is.Positive, "All were replayed before the trackers were killed.");
        for (var tracker = 0; tracker < trackers.Count; tracker++)
            trackers.StartAgain(tracker);

        var counts = await Eventually.Get(
            () => trackers.Tasks.Count(new CountTasks()),
            counts => counts.States.GetValueOrDefault("Succeeded") == Failed,
            TimeSpan.FromMinutes(3));
        Assert.That(counts.States, Has.Count.EqualTo(1));
        // A task may have ended before the trackers have deleted what they have sent.
        await Eventually.Get(() => deadLetters.Count(), count => count == 0);
        var replay = await replaying;
        Assert.That(replay.Total, Is.EqualTo(Failed));
        Assert.That((await deadLetters.GetReplay(replay.ReplayId)).Waiting, Is.Zero);
        foreach (var task in tasks.Where((_, index) => index % 97 == 0))
        {
            var attempts = (await task.GetStatus()).Attempts;
            Assert.That(attempts.Select(attempt => attempt.Number).Distinct(), Is.EqualTo(new[] { 1, 2 }));
        }

        Task<long> Left() => trackers.Rows("messaging_dead_letters");
    }
}
