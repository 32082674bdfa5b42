using Messaging.Contracts;
using Messaging.EndToEnd.Tests.Processes;
using Messaging.Producers;
using Messaging.Testing;
using Messaging.TestWorker;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Failures;

/// <summary>
/// Four workers are killed (SIGKILL) at random and started again, for a minute; longer on a machine that needs so long
/// to start them that it would not be ten times.
/// </summary>
[TestFixture]
public sealed class KilledWorkersTests
{
    private const int Tasks = 10_000;
    private const int Workers = 4;
    private const int FewestKills = 10;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    [Test]
    public async Task Of_ten_thousand_tasks_none_is_lost_and_each_has_succeeded()
    {
        // 10,000 tasks of 40 ms, twelve at a time: 35 seconds, and what is lost by killing.
        await using var workers = await WorkerProcesses.Start(("Worker:Concurrency", "3"));
        await workers.Tasks.SendMany(Enumerable.Repeat(new Sleep(TimeSpan.FromMilliseconds(40)), Tasks));

        var kills = await KillAtRandom(workers, new Random(17));

        var counts = await Eventually.Get(
            () => workers.Tasks.Count(new CountTasks()),
            counted => counted.States.GetValueOrDefault("Succeeded") == Tasks,
            Deadline);
        Assert.That(counts.States, Is.EquivalentTo(new[] { KeyValuePair.Create("Succeeded", (long)Tasks) }));
        Assert.That(await workers.Tracker.Services.GetRequiredService<IDeadLetters>().Count(), Is.Zero);
        TestContext.Out.WriteLine($"{kills} workers were killed.");
    }

    /// <summary>Each worker lives for two to six seconds at a time, and is started again at once.</summary>
    private static async Task<int> KillAtRandom(WorkerProcesses workers, Random random)
    {
        using var minute = new CancellationTokenSource(Minute);
        var kills = 0;
        await Task.WhenAll(Enumerable.Range(1, Workers)
            .Select(number => (number, Seed: random.Next()))
            .Select(worker => LiveAndDie($"w{worker.number}", new Random(worker.Seed))));
        return kills;

        async Task LiveAndDie(string name, Random seeded)
        {
            for (var life = 0; ; life++)
            {
                var worker = await workers.StartWorker($"{name}-{life}");
                var rest = Volatile.Read(ref kills) < FewestKills ? CancellationToken.None : minute.Token;
                await Task.Delay(TimeSpan.FromSeconds(2 + (4 * seeded.NextDouble())), rest)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (minute.IsCancellationRequested && Volatile.Read(ref kills) >= FewestKills)
                    return;

                await worker.Kill();
                Interlocked.Increment(ref kills);
            }
        }
    }
}
