using Messaging.Contracts;
using Messaging.EndToEnd.Tests.Processes;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Failures;

/// <summary>Trackers that are killed while they replay.</summary>
[TestFixture]
public sealed class KilledReplayTests
{
    private const int Failed = 3_000;
    private const int Trackers = 2;

    private readonly List<SampleProcess> processes = [];
    private Dictionary<string, string?> settings = null!;
    private MessagingHost worker = null!;

    [SetUp]
    public async Task StartProcesses()
    {
        settings = Settings.RabbitMqAndPostgres();
        worker = await MessagingHost.Start(
            settings.With(("Roles", "Worker"), ("Worker:Concurrency", "64"), ("Producer:QueryTimeout", "00:01:00")),
            TestTasks.Add);
        for (var tracker = 0; tracker < Trackers; tracker++)
            processes.Add(SampleProcess.Start(settings, "--role", "Tracker"));
        foreach (var tracker in processes)
            await tracker.IsUp();
    }

    [TearDown]
    public async Task EndProcesses()
    {
        processes.ForEach(process => process.Dispose());
        await worker.DisposeAsync();
    }

    [Test]
    public async Task Every_dead_letter_is_replayed_when_trackers_are_killed_meanwhile()
    {
        var deadLetters = worker.Services.GetRequiredService<IDeadLetters>();
        var tasks = await worker.Tasks.SendMany(
            Enumerable.Range(0, Failed).Select(_ => new FailTimes(Guid.NewGuid().ToString("N"), 1)),
            new TaskOptions { MaxRetries = 0 });
        await Eventually.Get(() => deadLetters.Count(), count => count == Failed, TimeSpan.FromSeconds(60));

        var replaying = deadLetters.Replay(DeadLetterFilter.All);
        await Eventually.Get(Left, left => left < Failed);
        await Task.WhenAll(processes.Select(tracker => tracker.Kill()));
        Assert.That(await Left(), Is.Positive, "All were replayed before the trackers were killed.");
        for (var tracker = 0; tracker < Trackers; tracker++)
            processes.Add(SampleProcess.Start(settings, "--role", "Tracker"));

        var counts = await Eventually.Get(
            () => worker.Tasks.Count(new CountTasks()),
            counts => counts.States.GetValueOrDefault("Succeeded") == Failed,
            TimeSpan.FromSeconds(60));
        Assert.That(counts.States, Has.Count.EqualTo(1));
        Assert.That(await deadLetters.Count(), Is.Zero);
        var replay = await replaying;
        Assert.That(replay.Total, Is.EqualTo(Failed));
        Assert.That((await deadLetters.GetReplay(replay.ReplayId)).Waiting, Is.Zero);
        foreach (var task in tasks.Where((_, index) => index % 97 == 0))
        {
            var attempts = (await task.GetStatus()).Attempts;
            Assert.That(attempts.Select(attempt => attempt.Number).Distinct(), Is.EqualTo(new[] { 1, 2 }));
        }
    }

    /// <summary>How many dead letters there are, whether a tracker lives or not.</summary>
    private async Task<long> Left()
    {
        var table = settings["Messaging:Prefix"]!.Replace('-', '_') + "messaging_dead_letters";
        return (long)(await PostgresTables.Query($"SELECT count(*) FROM {table}"))!;
    }
}
