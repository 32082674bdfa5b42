using System.Text.Json;
using Messaging.Contracts;
using Messaging.StateMachines;

namespace Messaging.Testing;

/// <summary>What every store of schedules must do. Each one inherits it.</summary>
public abstract class ScheduleStoreContract
{
    private static readonly DateTimeOffset Noon = SampleSchedules.Noon;

    /// <summary>An empty store of the test's own.</summary>
    protected IScheduleStore Store { get; private set; } = null!;

    [SetUp]
    public async Task OpenStore()
    {
        var stores = Open();
        await stores.Tasks.Prepare(default);
        Store = stores.Schedules;
    }

    /// <summary>Opens an empty store; it is prepared by the caller.</summary>
    protected abstract TrackerStores Open();

    [Test]
    public async Task An_empty_store_has_nothing()
    {
        Assert.That(await Store.Get("none", default), Is.Null);
        Assert.That(await Store.List(new ListSchedules(), default), Is.Empty);
        Assert.That(await Store.NextAt(default), Is.Null);
        Assert.That(await Claimed(Noon, 10), Is.Empty);
    }

    [Test]
    public async Task Everything_in_a_schedule_is_kept()
    {
        var schedule = SampleSchedules.Full("the \u00fcber-schedule");

        await Put(schedule);

        Assert.That(Text(await Store.Get("the \u00fcber-schedule", default)), Is.EqualTo(Text(schedule)));
    }

    [Test]
    public async Task A_change_tells_what_was_and_what_is()
    {
        var schedule = SampleSchedules.At("a", Noon);

        var created = await Put(schedule);
        var changed = await Store.Change("a", before => before! with { Paused = true, RunCount = 7 }, default);
        var deleted = await Store.Change("a", _ => null, default);
        var nothing = await Store.Change("a", _ => null, default);

        Assert.That(created.Before, Is.Null);
        Assert.That(Text(created.After), Is.EqualTo(Text(schedule)));
        Assert.That(Text(changed.Before), Is.EqualTo(Text(schedule)));
        Assert.That(changed.After, Has.Property("RunCount").EqualTo(7));
        Assert.That(deleted.Before, Has.Property("RunCount").EqualTo(7));
        Assert.That(deleted.After, Is.Null);
        Assert.That((nothing.Before, nothing.After), Is.EqualTo(((StoredSchedule?)null, (StoredSchedule?)null)));
        Assert.That(await Store.Get("a", default), Is.Null);
    }

    [Test]
    public async Task A_change_that_fails_changes_nothing()
    {
        await Put(SampleSchedules.At("a", Noon));

        Assert.That(
            () => Store.Change("a", _ => throw new InvalidDataException("no"), default),
            Throws.TypeOf<InvalidDataException>());

        Assert.That(await Store.Get("a", default), Is.Not.Null);
        await Put(SampleSchedules.At("a", null)).WaitAsync(Eventually.Deadline);
    }

    [Test]
    public async Task Changes_of_one_schedule_at_the_same_time_are_all_made()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Store.Change(
            "a",
            before => (before ?? SampleSchedules.At("a", Noon)) with { RunCount = (before?.RunCount ?? 0) + 1 },
            default))));

        Assert.That((await Store.Get("a", default))!.RunCount, Is.EqualTo(20));
    }

    [Test]
    public async Task Schedules_are_listed_by_name_page_by_page()
    {
        foreach (var name in new[] { "b", "a", "B", "c" })
            await Put(SampleSchedules.At(name, null));
        await Put(Renamed("d", "other.task"));

        Assert.That(await Names(new ListSchedules()), Is.EqualTo(new[] { "B", "a", "b", "c", "d" }));
        Assert.That(
            await Names(new ListSchedules { PageSize = 2 }), Is.EqualTo(new[] { "B", "a", "b" }), "one more tells of more");
        Assert.That(
            await Names(new ListSchedules { PageSize = 2, Cursor = "a" }), Is.EqualTo(new[] { "b", "c", "d" }));
        Assert.That(await Names(new ListSchedules { Cursor = "d" }), Is.Empty);
        Assert.That(await Names(new ListSchedules { TaskName = "other.task" }), Is.EqualTo(new[] { "d" }));
    }

    [Test]
    public async Task The_earliest_time_to_look_is_known_and_those_without_one_do_not_count()
    {
        await Put(SampleSchedules.At("a", Noon.AddSeconds(2)));
        await Put(SampleSchedules.At("b", Noon.AddSeconds(1)));
        await Put(SampleSchedules.At("c", null));

        Assert.That(await Store.NextAt(default), Is.EqualTo(Noon.AddSeconds(1)));
    }

    [Test]
    public async Task Only_what_is_due_is_claimed_earliest_first_and_so_many_at_most()
    {
        await Put(SampleSchedules.At("late", Noon.AddMicroseconds(1)));
        await Put(SampleSchedules.At("b", Noon));
        await Put(SampleSchedules.At("a", Noon.AddSeconds(-1)));
        await Put(SampleSchedules.At("never", null));

        Assert.That(await Claimed(Noon, 10), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(await Claimed(Noon, 1), Is.EqualTo(new[] { "a" }));
        Assert.That(await Claimed(Noon.AddSeconds(-2), 10), Is.Empty);
    }

    [Test]
    public async Task What_is_claimed_is_passed_over_by_others_until_the_claim_ends()
    {
        await Put(SampleSchedules.At("a", Noon));
        await Put(SampleSchedules.At("b", Noon));

        var first = await Store.Claim(Noon, 1, default);
        Assert.That(first.Schedules, Has.Count.EqualTo(1));
        var other = await Claimed(Noon, 10);
        await first.DisposeAsync();

        Assert.That(other.Append(first.Schedules[0].Definition.Name), Is.EquivalentTo(new[] { "a", "b" }));
        Assert.That(await Claimed(Noon, 10), Is.EquivalentTo(new[] { "a", "b" }));
    }

    [Test]
    public async Task A_completed_claim_stores_what_has_changed_and_lets_go_of_the_rest()
    {
        await Put(SampleSchedules.At("a", Noon));
        await Put(SampleSchedules.At("b", Noon));

        await using (var claim = await Store.Claim(Noon, 10, default))
        {
            var changed = claim.Schedules.Single(schedule => schedule.Definition.Name == "a") with
            {
                NextAt = Noon.AddHours(1), LastDue = Noon, RunCount = 1,
            };
            await claim.Complete([changed], default);
        }

        Assert.That((await Store.Get("a", default))!.LastDue, Is.EqualTo(Noon));
        Assert.That(await Claimed(Noon, 10), Is.EqualTo(new[] { "b" }));
    }

    [Test]
    public async Task A_change_waits_for_the_claim_and_sees_what_it_has_stored()
    {
        await Put(SampleSchedules.At("a", Noon));
        var claim = await Store.Claim(Noon, 10, default);

        var changing = Task.Run(() => Store.Change("a", before => before! with { Paused = true }, default));
        await Put(SampleSchedules.At("b", Noon));
        Assert.That(changing.IsCompleted, Is.False);
        await claim.Complete([claim.Schedules[0] with { RunCount = 9 }], default);
        await claim.DisposeAsync();
        var changed = await changing.WaitAsync(Eventually.Deadline);

        Assert.That(changed.Before!.RunCount, Is.EqualTo(9));
        Assert.That((changed.After!.RunCount, changed.After.Paused), Is.EqualTo((9L, true)));
    }

    [Test]
    public async Task A_schedule_can_be_read_while_it_is_claimed()
    {
        await Put(SampleSchedules.At("a", Noon));
        await using var claim = await Store.Claim(Noon, 10, default);

        Assert.That(await Store.Get("a", default).WaitAsync(Eventually.Deadline), Is.Not.Null);
        Assert.That(await Names(new ListSchedules()).WaitAsync(Eventually.Deadline), Is.EqualTo(new[] { "a" }));
        Assert.That(await Store.NextAt(default).WaitAsync(Eventually.Deadline), Is.EqualTo(Noon));
    }

    [Test]
    public async Task Of_many_who_claim_at_the_same_time_each_schedule_goes_to_one()
    {
        for (var number = 0; number < 50; number++)
            await Put(SampleSchedules.At($"s{number}", Noon));

        var claims = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => Store.Claim(Noon, 10, default))));
        var names = claims.SelectMany(claim => claim.Schedules).Select(schedule => schedule.Definition.Name).ToArray();
        foreach (var claim in claims)
            await claim.DisposeAsync();

        Assert.That(names, Is.Unique);
        Assert.That(names, Has.Length.GreaterThanOrEqualTo(10));
    }

    private Task<ScheduleChange> Put(StoredSchedule schedule) =>
        Store.Change(schedule.Definition.Name, _ => schedule, default);

    private async Task<string[]> Claimed(DateTimeOffset now, int most)
    {
        await using var claim = await Store.Claim(now, most, default);
        return [.. claim.Schedules.Select(schedule => schedule.Definition.Name)];
    }

    private async Task<string[]> Names(ListSchedules query) =>
        [.. (await Store.List(query, default)).Select(schedule => schedule.Definition.Name)];

    private static StoredSchedule Renamed(string name, string taskName) => SampleSchedules.At(name, null) with
    {
        Definition = SampleSchedules.Definition(name) with { TaskName = taskName },
    };

    private static string Text(StoredSchedule? schedule) => JsonSerializer.Serialize(schedule, TaskJson.Options);
}
