using System.Collections.Concurrent;
using Messaging.Contracts;
using Messaging.StateMachines;
using Messaging.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Messaging.Stores.PostgreSql.Tests;

/// <summary>Runners of several trackers over one database, some of which die once the broker has confirmed.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SharedRunnersTests
{
    private const int Runners = 3;
    private const int Schedules = 5;
    private const int RunsOfEach = 40;

    private readonly ConcurrentDictionary<string, ConcurrentQueue<DateTimeOffset>> sent = new(StringComparer.Ordinal);

    [TestCase(0)]
    [TestCase(0.2)]
    public async Task No_due_time_is_sent_twice_and_none_is_left_out(double deaths)
    {
        await using var tables = new PostgresTables();
        await tables.Store.Prepare(default);
        for (var number = 0; number < Schedules; number++)
            await Put(tables.Stores.Schedules, $"s{number}", TimeSpan.FromMilliseconds(20 + number));

        using var stop = new CancellationTokenSource();
        var running = Enumerable.Range(0, Runners).Select(seed => Run(tables, deaths, seed, stop.Token)).ToArray();
        await Eventually.Get(
            () => Task.FromResult(sent.Count == Schedules ? sent.Values.Min(due => due.Count) : 0),
            least => least >= RunsOfEach);
        await stop.CancelAsync();
        await Task.WhenAll(running).WaitAsync(Eventually.Deadline);

        foreach (var (name, due) in sent)
        {
            var schedule = (await tables.Stores.Schedules.Get(name, default))!;
            var every = ((IntervalTrigger)schedule.Definition.Trigger).Every;
            Assert.That(due, Is.Unique);
            Assert.That(
                (due.Max() - schedule.CreatedAt) / every, Is.LessThanOrEqualTo(due.Count + schedule.MissedCount),
                "what is not sent is counted");
        }
    }

    private Task Run(PostgresTables tables, double deaths, int seed, CancellationToken cancellationToken)
    {
        var stores = tables.OpenAll();
        return new ScheduleRunner(
            stores.Schedules, stores.Tasks, new MortalSender(this, stores.Tasks, deaths, seed),
            new Wake<ScheduleRunner>(TimeProvider.System), TimeProvider.System, NullLogger<ScheduleRunner>.Instance).Run(cancellationToken);
    }

    private static Task<ScheduleChange> Put(IScheduleStore schedules, string name, TimeSpan every) => schedules.Change(
        name,
        before => ScheduleChanges.Put(
            before, SampleSchedules.Definition(name, Trigger.Every(every)), TimeProvider.System.GetUtcNow()),
        default);

    /// <summary>Takes runs, tells the trackers of them, and dies at times before the schedule is moved on.</summary>
    private sealed class MortalSender(SharedRunnersTests test, ITaskStore tasks, double deaths, int seed) : IRunSender
    {
        private readonly Random random = new(seed);

        public async Task<IReadOnlyDictionary<Guid, string>> Send(
            IReadOnlyList<DueRun> runs, CancellationToken cancellationToken)
        {
            foreach (var run in runs)
                test.sent.GetOrAdd(run.Schedule.Name, _ => []).Enqueue(run.Due);
            await tasks.Save(
                [
                    .. runs.Select(run => new TaskSaga
                    {
                        CorrelationId = run.TaskId, CurrentState = "Pending", SubmittedAt = run.Due,
                    }),
                ],
                cancellationToken);

            return random.NextDouble() < deaths
                ? throw new InvalidOperationException("killed")
                : new Dictionary<Guid, string>();
        }
    }
}
