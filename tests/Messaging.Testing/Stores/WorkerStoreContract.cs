using Messaging.Contracts;
using Messaging.StateMachines;

namespace Messaging.Testing;

/// <summary>
/// What every store of workers must do. Each one inherits it. Times are not waited for: with a margin or gap of less
/// than nothing, a time has passed that has only begun.
/// </summary>
public abstract class WorkerStoreContract
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly WorkerTimes Patient = new() { Margin = Hour, Gap = Hour, Grace = TimeSpan.Zero };
    private static readonly WorkerTimes Impatient = Patient with { Margin = -Hour };
    private static readonly DateTimeOffset Started = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly List<IAsyncDisposable> opened = [];
    private TrackerStores stores = null!;
    private string test = null!;

    private IWorkerStore Store => stores.Workers;

    [OneTimeSetUp]
    public async Task OpenStore()
    {
        stores = Open(opened);
        await stores.Tasks.Prepare(default);
        Assert.That(await Store.List(default), Is.Empty);
        Assert.That(await Store.FindLost(Impatient, default), Is.Empty);
        Assert.That(await Store.ListLosses(default), Is.Empty);
    }

    /// <summary>Tests share the store, and have workers and tasks of their own.</summary>
    [SetUp]
    public void NameTest() => test = Guid.NewGuid().ToString("N")[..8] + "-";

    [OneTimeTearDown]
    public async Task CloseStore()
    {
        foreach (var one in opened)
            await one.DisposeAsync();
    }

    /// <summary>Opens an empty store; it is prepared by the caller.</summary>
    /// <param name="opened">Takes what is to be disposed of at the end.</param>
    protected abstract TrackerStores Open(ICollection<IAsyncDisposable> opened);

    [Test]
    public async Task Everything_in_a_heartbeat_is_kept()
    {
        var heartbeat = Heartbeat("b", Guid.NewGuid(), 7) with
        {
            InFlight = 3, Load = 1.25, Version = "1.2.3", Failed = 2,
        };

        await Save(heartbeat, Heartbeat("a", Guid.NewGuid(), 1));

        var workers = await All();
        Assert.That(workers.Select(worker => worker.Heartbeat.Worker), Is.EqualTo(new[] { test + "a", test + "b" }));
        Assert.That(workers[1].Heartbeat with { Queues = [] }, Is.EqualTo(heartbeat with { Queues = [] }));
        Assert.That(workers[1].Heartbeat.Queues, Is.EqualTo(heartbeat.Queues));
        Assert.That(workers[1].State, Is.EqualTo(WorkerState.Online));
    }

    [Test]
    public async Task A_late_heartbeat_changes_nothing()
    {
        var instance = Guid.NewGuid();
        await Save(Heartbeat("a", instance, 2) with { State = WorkerState.Stopping });
        await Save(Heartbeat("a", instance, 1));
        await Save(Heartbeat("a", Guid.NewGuid(), 9) with { StartedAt = Started.AddMinutes(-1) });

        Assert.That((await One()).State, Is.EqualTo(WorkerState.Stopping));
        Assert.That((await One()).Heartbeat.Sequence, Is.EqualTo(2));
        Assert.That(await Losses(), Is.Empty);
    }

    [Test]
    public async Task A_worker_that_has_stopped_is_neither_lost_nor_online_again()
    {
        var instance = Guid.NewGuid();
        await Save(Heartbeat("a", instance, 1));
        await Save(Heartbeat("a", instance, 3) with { State = WorkerState.Stopped });
        await Save(Heartbeat("a", instance, 4));

        Assert.That(await Find(Impatient), Is.Empty);
        Assert.That((await One()).State, Is.EqualTo(WorkerState.Stopped));
    }

    [Test]
    public async Task A_silent_worker_is_found_once_however_many_look()
    {
        await Save(Heartbeat("a", Guid.NewGuid(), 1));
        var seen = (await One()).SeenAt;
        Assert.That(await Find(Patient), Is.Empty);

        var found = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Find(Impatient)));

        var losses = found.SelectMany(losses => losses).ToArray();
        Assert.That(losses.Select(loss => (loss.Worker, loss.Since)), Is.EqualTo(new[] { (test + "a", seen) }));
        Assert.That(await Losses(), Is.EqualTo(losses));
        Assert.That((await One()).State, Is.EqualTo(WorkerState.Lost));
    }

    [Test]
    public async Task Nobody_is_lost_while_nothing_at_all_is_heard()
    {
        await Save(Heartbeat("a", Guid.NewGuid(), 1));

        Assert.That(await Find(Impatient with { Gap = -Hour }), Is.Empty);
        Assert.That((await One()).State, Is.EqualTo(WorkerState.Online));
    }

    [Test]
    public async Task After_a_gap_workers_have_time_to_be_heard_of_again()
    {
        await Save(Heartbeat("a", Guid.NewGuid(), 1));

        await Store.Save([], Patient with { Gap = -Hour, Grace = 3 * Hour }, default);
        Assert.That(await Find(Impatient), Is.Empty);

        await Store.Save([], Patient with { Gap = -Hour }, default);
        Assert.That(await Find(Impatient), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_lost_worker_that_is_heard_of_again_is_online()
    {
        var instance = Guid.NewGuid();
        await Save(Heartbeat("a", instance, 1));
        await Find(Impatient);

        await Save(Heartbeat("a", instance, 2));

        Assert.That((await One()).State, Is.EqualTo(WorkerState.Online));
        Assert.That(await Losses(), Has.Length.EqualTo(1), "what it ran may have been handed out again");
    }

    [Test]
    public async Task A_worker_that_begins_anew_without_having_said_that_it_ends_was_lost()
    {
        await Save(Heartbeat("a", Guid.NewGuid(), 5));
        var next = Heartbeat("a", Guid.NewGuid(), 1) with { StartedAt = Started.AddMinutes(1) };
        await Store.Save([next], Impatient, default);

        var loss = (await Losses()).Single();
        Assert.That((loss.Worker, loss.Before), Is.EqualTo((test + "a", next.StartedAt)), "what it runs is not lost");
        Assert.That((await One()).Heartbeat.Instance, Is.EqualTo(next.Instance));
    }

    [Test]
    public async Task There_is_time_to_hear_late_of_the_end_of_one_that_began_anew()
    {
        await Save(Heartbeat("a", Guid.NewGuid(), 5));
        await Save(Heartbeat("a", Guid.NewGuid(), 1) with { StartedAt = Started.AddMinutes(1) });

        Assert.That(await Losses(), Is.Empty);
    }

    [Test]
    public async Task The_loss_of_one_that_began_anew_is_called_off_if_its_end_is_heard_of_late()
    {
        var first = Heartbeat("a", Guid.NewGuid(), 5);
        var next = Heartbeat("a", Guid.NewGuid(), 1) with { StartedAt = Started.AddMinutes(1) };
        await Save(first);
        await Store.Save([next], Impatient, default);
        Assert.That(await Losses(), Has.Length.EqualTo(1));

        await Save(first with { Sequence = 6, State = WorkerState.Stopped }, next with { Sequence = 2 });

        Assert.That(await Losses(), Is.Empty);
        Assert.That((await One()).Heartbeat, Has.Property("Instance").EqualTo(next.Instance));
        Assert.That((await One()).State, Is.EqualTo(WorkerState.Online));
    }

    [Test]
    public async Task A_loss_is_dealt_with_once_and_stays_if_that_fails()
    {
        await Save(Heartbeat("a", Guid.NewGuid(), 1));
        var loss = (await Find(Impatient)).Single();

        Assert.That(
            () => Store.Handle(loss, _ => throw new InvalidDataException("no"), default),
            Throws.TypeOf<InvalidDataException>());
        Assert.That(await Losses(), Has.Length.EqualTo(1));

        var handled = 0;
        var meanwhile = new TaskCompletionSource();
        var handling = Store.Handle(loss, _ => Count(meanwhile.Task), default);
        await Store.Handle(loss, _ => Count(Task.CompletedTask), default);
        meanwhile.SetResult();
        await handling;
        await Store.Handle(loss, _ => Count(Task.CompletedTask), default);

        Assert.That(handled, Is.EqualTo(1));
        Assert.That(await Losses(), Is.Empty);

        Task Count(Task then)
        {
            handled++;
            return then;
        }
    }

    [Test]
    public async Task Workers_that_stopped_or_were_lost_long_ago_are_forgotten()
    {
        await Save(Heartbeat("lost", Guid.NewGuid(), 1));
        await Find(Impatient);
        await Save(
            Heartbeat("online", Guid.NewGuid(), 1),
            Heartbeat("stopped", Guid.NewGuid(), 1) with { State = WorkerState.Stopped });

        await Store.Expire(Hour, default);
        Assert.That(await All(), Has.Length.EqualTo(3));

        await Store.Expire(-Hour, default);
        Assert.That((await One()).Heartbeat.Worker, Is.EqualTo(test + "online"));
    }

    [Test]
    public async Task Commands_are_kept_for_all_workers_and_for_single_ones()
    {
        var settings = stores.WorkerSettings;
        var first = await settings.Put(Guid.NewGuid(), Rate("a", "1/s", workers: null), default);
        var second = await settings.Put(Guid.NewGuid(), Rate("a", "2/s", ["x", "y"]), default);
        var third = await settings.Put(Guid.NewGuid(), Rate("a", "3/s", ["x"]), default);

        Assert.That(third, Is.GreaterThan(second));
        Assert.That(second, Is.GreaterThan(first));
        Assert.That(await Rates("x"), Is.EqualTo(new[] { ("1/s", first), ("3/s", third) }));
        Assert.That(await Rates("y"), Is.EqualTo(new[] { ("1/s", first), ("2/s", second) }));
        Assert.That(await Rates("z"), Is.EqualTo(new[] { ("1/s", first) }));

        async Task<(string?, long?)[]> Rates(string worker) =>
            [.. (await settings.Get(worker, default)).Commands
                .Where(command => command.TaskName == test + "a")
                .Select(command => (command.Rate, command.Revision))];
    }

    [Test]
    public async Task Opposite_commands_take_each_others_place_and_growth_adds_up()
    {
        var settings = stores.WorkerSettings;
        await Put(new WorkerCommand { Kind = WorkerCommandKind.PauseQueue, Queue = "q" });
        await Put(new WorkerCommand { Kind = WorkerCommandKind.ResumeQueue, Queue = "q" });
        await Put(new WorkerCommand { Kind = WorkerCommandKind.GrowPool, Count = 2 });
        await Put(new WorkerCommand { Kind = WorkerCommandKind.ShrinkPool, Count = 5 });

        var kept = (await settings.Get(test, default)).Commands;

        Assert.That(
            kept.Where(command => command.Workers is not null).Select(command => (command.Kind, command.Count)),
            Is.EqualTo(new[]
            {
                (WorkerCommandKind.ResumeQueue, (int?)null), (WorkerCommandKind.ShrinkPool, 3),
            }));

        Task<long> Put(WorkerCommand command) => settings.Put(Guid.NewGuid(), command with { Workers = [test] }, default);
    }

    [Test]
    public async Task A_change_that_is_told_again_counts_once()
    {
        var id = Guid.NewGuid();
        var growth = new WorkerCommand { Kind = WorkerCommandKind.GrowPool, Count = 2, Workers = [test] };
        var revision = await stores.WorkerSettings.Put(id, growth, default);
        await stores.WorkerSettings.Put(Guid.NewGuid(), growth, default);

        Assert.That(await stores.WorkerSettings.Put(id, growth, default), Is.EqualTo(revision));
        var kept = (await stores.WorkerSettings.Get(test, default)).Commands;
        Assert.That(kept.Single(command => command.Workers is not null).Count, Is.EqualTo(4));
    }

    [Test]
    public async Task Commands_at_the_same_time_all_get_numbers_of_their_own()
    {
        var revisions = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            count => stores.WorkerSettings.Put(Guid.NewGuid(), Rate($"task{count}", "1/s", [test]), default)));

        Assert.That(revisions, Is.Unique);
        var kept = (await stores.WorkerSettings.Get(test, default)).Commands;
        Assert.That(kept.Count(command => command.Workers is not null), Is.EqualTo(8));
    }

    [Test]
    public async Task What_is_forgotten_is_kept_no_more_and_no_number_is_given_twice()
    {
        var settings = stores.WorkerSettings;
        await settings.Put(Guid.NewGuid(), Rate("a", "1/s", workers: null), default);
        await settings.Put(Guid.NewGuid(), Rate("a", "2/s", ["x", "y"]), default);
        var last = await settings.Put(Guid.NewGuid(), Rate("b", "3/s", ["x"]), default);

        var (id, one) = (Guid.NewGuid(), Forgotten("b", ["x"]));
        var forgotten = await settings.Put(id, one, default);
        Assert.That(forgotten, Is.GreaterThan(last));
        Assert.That(await Rates("x"), Is.EqualTo(new[] { "1/s", "2/s" }));
        await settings.Put(Guid.NewGuid(), Forgotten("a", ["x"]), default);
        Assert.That((await Rates("x"), await Rates("y")), Is.EqualTo((new[] { "1/s" }, new[] { "1/s", "2/s" })));
        var all = await settings.Put(Guid.NewGuid(), Forgotten("a", workers: null), default);
        Assert.That((await Rates("x"), await Rates("y")), Is.EqualTo((Array.Empty<string>(), Array.Empty<string>())));

        Assert.That((await settings.Get("x", default)).Revision, Is.GreaterThanOrEqualTo(all));
        Assert.That(await settings.Put(id, one, default), Is.EqualTo(forgotten), "told again");
        Assert.That(
            await settings.Put(Guid.NewGuid(), Rate("a", "4/s", workers: null), default), Is.GreaterThan(all));
        await settings.Put(Guid.NewGuid(), Forgotten("a", workers: null), default);

        async Task<string?[]> Rates(string worker) =>
            [.. (await settings.Get(worker, default)).Commands
                .Where(command => command.TaskName?.StartsWith(test, StringComparison.Ordinal) == true)
                .Select(command => command.Rate)];
    }

    private WorkerCommand Forgotten(string task, string[]? workers) => new()
    {
        Kind = WorkerCommandKind.Forget, Forgotten = WorkerCommandKind.RateLimit, TaskName = test + task, Workers = workers,
    };

    private WorkerCommand Rate(string task, string rate, string[]? workers) => new()
    {
        Kind = WorkerCommandKind.RateLimit, TaskName = test + task, Rate = rate, Workers = workers,
    };

    private WorkerHeartbeat Heartbeat(string worker, Guid instance, long sequence) => new()
    {
        Worker = test + worker,
        Instance = instance,
        Sequence = sequence,
        Interval = TimeSpan.FromSeconds(2),
        Host = "host",
        ProcessId = 1,
        Queues = ["default", "high"],
        Pool = "Async",
        Concurrency = 4,
        StartedAt = Started,
    };

    private Task Save(params WorkerHeartbeat[] heartbeats) => Store.Save(heartbeats, Patient, default);

    private async Task<WorkerStatus> One() => (await All()).Single();

    private async Task<WorkerStatus[]> All() =>
        [.. (await Store.List(default)).Where(worker => IsOurs(worker.Heartbeat.Worker))];

    private async Task<WorkerLoss[]> Find(WorkerTimes times) =>
        [.. (await Store.FindLost(times, default)).Where(loss => IsOurs(loss.Worker))];

    private async Task<WorkerLoss[]> Losses() =>
        [.. (await Store.ListLosses(default)).Where(loss => IsOurs(loss.Worker))];

    private bool IsOurs(string worker) => worker.StartsWith(test, StringComparison.Ordinal);
}
