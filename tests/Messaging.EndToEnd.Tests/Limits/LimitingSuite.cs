using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Producers;
using Messaging.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.EndToEnd.Tests.Limits;

/// <summary>Limits of one worker; what is tested holds on every broker and store.</summary>
public abstract class LimitingSuite
{
    /// <summary>A task that was put off comes again within 15 s.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ThroughThousands = TimeSpan.FromMinutes(2);

    /// <summary>
    /// As slow as can be waited for in memory, which is done for 30 s at most: time enough to change it.
    /// </summary>
    private const string Slow = "121/h";

    private static readonly TimeSpan BeforeItsTurn = TimeSpan.FromSeconds(29);

    private MessagingHost host = null!;

    [OneTimeSetUp]
    public async Task StartHost()
    {
        host = await MessagingHost.Start(
            NewSettings().With(
                ("Roles", "Worker, Tracker"),
                ("Worker:Concurrency", "4"),
                // Who is asked is whoever the trackers know to be there, also on a slow machine.
                ("Worker:HeartbeatInterval", "00:00:10"),
                ("Producer:QueryTimeout", "00:00:30")),
            LimitedTasks.Add);
        var workers = host.Services.GetRequiredService<IWorkers>();
        await Eventually.Get(() => workers.List(), known => known.Count == 1);
    }

    [OneTimeTearDown]
    public async Task StopHost() => await host.DisposeAsync();

    private IWorkerControl Control => host.Services.GetRequiredService<IWorkerControl>();

    /// <summary>Broker and store of the fixture.</summary>
    protected abstract Dictionary<string, string?> NewSettings();

    [Test]
    public async Task A_worker_starts_tasks_evenly_spaced_by_their_rate()
    {
        var starts = Starts.New();
        var before = Starts.Now;

        await RunAll(Enumerable.Range(0, 8).Select(_ => new Rated(starts.Name)), starts);

        // A task looks at the clock a moment after its start, or long after it, and never before. So how far two are
        // apart says little; but the nth is never seen before the nth is due.
        var times = starts.Of("");
        for (var index = 0; index < times.Length; index++)
            Assert.That(times[index] - before, Is.GreaterThanOrEqualTo(TimeSpan.FromMilliseconds(50 * index)));
        Assert.That(times.Zip(times.Skip(1), (one, next) => next - one).Min(), Is.LessThan(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task Each_key_has_a_rate_of_its_own_and_a_task_without_one_has_none()
    {
        var starts = Starts.New();
        string?[] tenants = ["a", "b", null];
        var before = Starts.Now;

        await RunAll(
            Enumerable.Range(0, 450).Select(index => new ClusterRated(starts.Name, tenants[index % 3])), starts);

        var least = TimeSpan.FromSeconds(1.5);
        Assert.That(starts.Of("a")[^1] - before, Is.GreaterThan(least));
        Assert.That(starts.Of("b")[^1] - before, Is.GreaterThan(least));
        var window = TimeSpan.FromSeconds(1);
        Assert.That(
            new[] { starts.MostWithin(window, "a"), starts.MostWithin(window, "b") }, Has.All.LessThanOrEqualTo(100));

        // Under the rate they would take hours.
        var free = Starts.New();
        await RunAll(Enumerable.Repeat(new ClusterHourly(free.Name, Tenant: null), 12), free);
    }

    [Test]
    public async Task No_more_tasks_of_a_key_run_at_the_same_time_than_allowed()
    {
        var starts = Starts.New();
        string[] keys = ["a", "b"];

        await RunAll(Enumerable.Range(0, 24).Select(index => new Few(starts.Name, keys[index % 2], 20)), starts);

        Assert.That(keys.Select(starts.MostAtOnce), Is.All.EqualTo(2));
    }

    [Test]
    public async Task No_more_tasks_of_a_key_run_on_all_workers_than_allowed()
    {
        var starts = Starts.New();
        string[] keys = ["a", "b"];

        await RunAll(Enumerable.Range(0, 24).Select(index => new ClusterFew(starts.Name, keys[index % 2], 20)), starts);

        Assert.That(keys.Select(starts.MostAtOnce), Is.All.EqualTo(2));
    }

    [Test]
    public async Task A_task_that_is_put_off_keeps_its_number_and_its_retries_and_nothing_is_told_of_it()
    {
        var starts = Starts.New();
        var tasks = await host.Tasks.SendMany(Enumerable.Range(0, 14).Select(_ => new Retried(starts.Name)));

        foreach (var task in tasks)
        {
            var ended = await task.WaitForAttempts(2);
            Assert.That(ended.State, Is.EqualTo(TaskState.Succeeded), ended.Error?.Message);
            Assert.That(ended.Attempts.Select(attempt => attempt.Number), Is.EqualTo(new[] { 1, 2 }));
        }

        Assert.That(starts.Count, Is.EqualTo(28));
    }

    [Test]
    public async Task Tasks_without_a_limit_come_through_thousands_that_wait_and_those_are_revoked_and_expire()
    {
        var limits = host.Services.GetRequiredService<TaskLimits>();
        var starts = Starts.New();
        await (await host.Tasks.Send(new Hourly(starts.Name))).Wait(Soon);
        var waiting = await host.Tasks.SendMany(
            Enumerable.Range(0, 2_000).Select(_ => new Hourly(starts.Name)));
        var expiring = await host.Tasks.Send(
            new Hourly(starts.Name), new TaskOptions { Expires = TimeProvider.System.GetUtcNow().AddSeconds(3) });

        // Two thousand go to the scheduler before it.
        await (await host.Tasks.Send(new Free(starts.Name))).Wait(ThroughThousands);
        Assert.That(starts.Count, Is.EqualTo(2));

        await waiting[0].Revoke();
        await waiting[^1].Revoke();
        Assert.That((await waiting[0].Wait(ThroughThousands)).State, Is.EqualTo(TaskState.Revoked));
        Assert.That((await waiting[^1].Wait(ThroughThousands)).State, Is.EqualTo(TaskState.Revoked));
        Assert.That((await expiring.Wait(ThroughThousands)).State, Is.EqualTo(TaskState.Expired));
        Assert.That(starts.Count, Is.EqualTo(2));
        Assert.That(() => limits.SetRateLimit("limits.none", null), Throws.ArgumentException);

        // They would come again every few seconds, all of them before the tasks of other tests.
        await host.Tasks.RevokeByName("limits.hourly");
    }

    [Test]
    public async Task A_rate_is_changed_while_tasks_wait_for_it()
    {
        var limits = host.Services.GetRequiredService<TaskLimits>();
        var starts = Starts.New();
        limits.SetRateLimit("limits.free", RateLimit.Parse(Slow));
        var tasks = await host.Tasks.SendMany(Enumerable.Range(0, 2).Select(_ => new Free(starts.Name)));
        await starts.Reach(1);

        limits.SetRateLimit("limits.free", limit: null);

        foreach (var task in tasks)
            Assert.That((await task.Wait(Soon)).State, Is.EqualTo(TaskState.Succeeded));
        Assert.That(starts.Of("")[1] - starts.Of("")[0], Is.LessThan(BeforeItsTurn));
    }

    [Test]
    public async Task A_rate_over_all_workers_is_changed_while_tasks_wait_for_it()
    {
        var starts = Starts.New();
        Assert.That((await Control.ClusterRateLimit("limits.late", Slow, Patient.All)).IsComplete, Is.True);
        var first = await host.Tasks.SendMany(Enumerable.Range(0, 2).Select(_ => new Late(starts.Name)));
        await starts.Reach(1);

        Assert.That((await Control.ClusterRateLimit("limits.late", "4/s", Patient.All)).IsComplete, Is.True);
        await starts.Reach(2);
        Assert.That(starts.Of("")[1] - starts.Of("")[0], Is.LessThan(BeforeItsTurn));
        var before = Starts.Now;
        var second = await host.Tasks.SendMany(Enumerable.Range(0, 2).Select(_ => new Late(starts.Name, "spaced")));
        await starts.Reach(4);
        // A quarter of a second; a permit may be used a little later than its time.
        Assert.That(starts.Of("spaced")[1] - before, Is.GreaterThan(TimeSpan.FromSeconds(0.2)));

        Assert.That((await Control.ClusterRateLimit("limits.late", Slow, Patient.All)).IsComplete, Is.True);
        var held = await host.Tasks.SendMany(Enumerable.Range(0, 2).Select(_ => new Late(starts.Name)));
        Assert.That((await Control.ClusterRateLimit("limits.late", null, Patient.All)).IsComplete, Is.True);
        foreach (var task in first.Concat(second).Concat(held))
            Assert.That((await task.Wait(Soon)).State, Is.EqualTo(TaskState.Succeeded));
    }

    [Test]
    public async Task The_number_of_tasks_at_the_same_time_is_changed_while_they_wait([Values] bool isOverAllWorkers)
    {
        var starts = Starts.New();
        Assert.That((await SetMost(1)).IsComplete, Is.True);
        await RunAll(Enumerable.Range(0, 3).Select(_ => new Late(starts.Name, "one", 20)), starts);
        Assert.That(starts.MostAtOnce("one"), Is.EqualTo(1));

        var gate = Gate.New();
        var tasks = await host.Tasks.SendMany(Enumerable.Repeat(new LateAtGate(gate.Name), 4));
        await gate.NextArrival();
        Assert.That((await SetMost(3)).IsComplete, Is.True);
        await gate.NextArrival();
        await gate.NextArrival();
        Assert.That((await SetMost(null)).IsComplete, Is.True);
        await gate.NextArrival();
        gate.Open();
        foreach (var task in tasks)
            Assert.That((await task.Wait(Soon)).State, Is.EqualTo(TaskState.Succeeded));

        async Task<ControlResult<string>> SetMost(int? most)
        {
            await Set("limits.late", most);
            return await Set("limits.lateAtGate", most);
        }

        Task<ControlResult<string>> Set(string task, int? most) => isOverAllWorkers
            ? Control.ClusterConcurrencyLimit(task, most, Patient.All)
            : Control.ConcurrencyLimit(task, most, Patient.All);
    }

    [Test]
    public void Limits_over_all_workers_are_not_for_some()
    {
        var some = new ControlOptions { Workers = ["one"] };

        Assert.ThrowsAsync<ArgumentException>(() => Control.ClusterRateLimit("limits.late", "1/s", some));
        Assert.ThrowsAsync<ArgumentException>(() => Control.ClusterConcurrencyLimit("limits.late", 1, some));
        Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Control.ConcurrencyLimit("limits.late", -1));
    }

    private async Task RunAll<TTask>(IEnumerable<TTask> tasks, Starts starts)
        where TTask : class, ITask
    {
        var sent = await host.Tasks.SendMany(tasks);
        await starts.Reach(sent.Count);
        Assert.That(starts.Count, Is.EqualTo(sent.Count));
    }
}

[TestFixture]
public sealed class LimitingInMemory : LimitingSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.InMemory();
}

[TestFixture]
public sealed class LimitingOverRabbitMq : LimitingSuite
{
    protected override Dictionary<string, string?> NewSettings() => Settings.RabbitMqAndPostgres();
}
