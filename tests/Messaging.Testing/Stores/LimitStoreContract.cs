using Messaging.StateMachines;

namespace Messaging.Testing;

/// <summary>What every store of limits must do. Each one inherits it.</summary>
public abstract class LimitStoreContract
{
    private static readonly LimitId One = new("math.add", "");
    private static readonly LimitId Other = new("math.add", "=t\u00e9nant 'x'");

    private ILimitStore store = null!;

    [SetUp]
    public async Task OpenStore()
    {
        var stores = Open();
        await stores.Tasks.Prepare(default);
        store = stores.Limits;
    }

    /// <summary>Opens empty stores of the test's own.</summary>
    protected abstract TrackerStores Open();

    [Test]
    public async Task A_limit_that_nobody_has_used_is_unused()
    {
        var state = await StateOf(One);

        Assert.That(state with { Leases = [] }, Is.EqualTo(LimitState.Unused with { Leases = state.Leases }).Or.EqualTo(
            LimitState.Unused));
        Assert.That(state.Leases, Is.Empty);
    }

    [Test]
    public async Task All_of_a_state_is_kept_and_the_keys_are_apart()
    {
        var now = new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero).AddMicroseconds(789_123);
        LimitLease[] leases =
        [
            new(Guid.NewGuid(), "wörker", IsGranted: true, now.AddTicks(1), now.AddTicks(3), now.AddSeconds(10)),
            new(Guid.NewGuid(), "other", IsGranted: false, now.AddTicks(2), now.AddTicks(4), now.AddSeconds(3)),
        ];
        var kept = new LimitState
        {
            NextAt = now, Granted = 5_000_000_000, Tolerance = TimeSpan.FromMicroseconds(30_001),
            RelaxesAt = now.AddSeconds(1), HeardAt = now.AddSeconds(-1), Leases = leases,
        };

        await store.Change([One, Other], states => states[Other] = kept, default);

        var found = await StateOf(Other);
        Assert.That(found with { Leases = leases }, Is.EqualTo(kept));
        Assert.That(found.Leases, Is.EqualTo(leases));
        Assert.That((await StateOf(One)).Granted, Is.Zero);
    }

    [Test]
    public async Task A_time_is_never_kept_as_an_earlier_one()
    {
        var next = new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(3);

        await store.Change([One], states => states[One] = states[One] with { NextAt = next }, default);

        Assert.That((await StateOf(One)).NextAt, Is.InRange(next, next.AddMicroseconds(1)));
    }

    [Test]
    public async Task Changes_at_the_same_time_come_one_after_the_other_with_times_in_that_order()
    {
        var times = new Dictionary<long, DateTimeOffset>();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(index => Task.Run(() => store.Change(
            index % 2 == 0 ? [One, Other] : [Other, One],
            states =>
            {
                var number = states[One].Granted + 1;
                lock (times)
                    times[number] = states.Now;
                states[One] = states[One] with { Granted = number };
            },
            default))));

        Assert.That((await StateOf(One)).Granted, Is.EqualTo(40));
        Assert.That(times.OrderBy(pair => pair.Key).Select(pair => pair.Value), Is.Ordered);
    }

    [Test]
    public async Task A_change_that_throws_changes_nothing()
    {
        Assert.ThrowsAsync<InvalidDataException>(() => store.Change(
            [One],
            states =>
            {
                states[One] = states[One] with { Granted = 7 };
                throw new InvalidDataException("On purpose.");
            },
            default));

        Assert.That((await StateOf(One)).Granted, Is.Zero);
    }

    [Test]
    public async Task Limits_are_forgotten_an_hour_after_their_last_use()
    {
        await store.Change(
            [One, Other],
            states =>
            {
                states[One] = states[One] with { NextAt = states.Now.AddMinutes(-61), Granted = 1 };
                states[Other] = states[Other] with { NextAt = states.Now.AddMinutes(-59), Granted = 1 };
            },
            default);

        Assert.That(await store.Forget(default), Is.EqualTo(1));
        Assert.That((await StateOf(One)).Granted, Is.Zero);
        Assert.That((await StateOf(Other)).Granted, Is.EqualTo(1));
    }

    private async Task<LimitState> StateOf(LimitId limit)
    {
        var found = LimitState.Unused;
        await store.Change([limit], states => found = states[limit], default);
        return found;
    }
}
