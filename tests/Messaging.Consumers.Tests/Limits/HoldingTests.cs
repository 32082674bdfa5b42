using Messaging.Contracts;

namespace Messaging.Consumers.Tests.Limits;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HoldingTests
{
    private readonly SteppedClock clock = new();

    [Test]
    public void Half_of_what_is_handed_out_in_advance_is_held_of_each_queue()
    {
        var held = new HeldTasks(new WorkerOptions { Concurrency = 2, PrefetchMultiplier = 3 });

        Assert.That(Enumerable.Range(0, 4).Select(_ => held.TryHold("a")), Is.EqualTo(new[] { true, true, true, false }));
        Assert.That(held.TryHold("b"), Is.True);
        held.LetGo("a");
        Assert.That(held.TryHold("a"), Is.True);
        Assert.That(held.TryHold("a"), Is.False);
    }

    [Test]
    public void One_task_is_held_whatever_the_settings()
    {
        var held = new HeldTasks(new WorkerOptions { Concurrency = 1, PrefetchMultiplier = 1 });

        Assert.That(held.TryHold("a"), Is.True);
    }

    [Test]
    public void Tasks_are_put_off_one_after_the_other_a_little_too_early()
    {
        var deferrals = new Deferrals(clock);
        var (before, spacing) = (TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5));

        Assert.That(
            Enumerable.Range(0, 3).Select(_ => deferrals.Next(before, spacing).TotalSeconds),
            Is.EqualTo(new[] { 12.0, 16, 20 }));
        clock.Advance(100_000);
        Assert.That(deferrals.Next(before, spacing).TotalSeconds, Is.EqualTo(12));
    }

    [Test]
    public void Nothing_is_put_off_for_less_than_a_second_or_more_than_ten_minutes()
    {
        var deferrals = new Deferrals(clock);
        Assert.That(deferrals.Next(TimeSpan.Zero, TimeSpan.Zero).TotalSeconds, Is.EqualTo(1));

        var delays = Enumerable.Range(0, 1_000)
            .Select(_ => deferrals.Next(TimeSpan.Zero, TimeSpan.FromSeconds(6)).TotalSeconds)
            .ToArray();
        Assert.That(delays, Is.All.LessThanOrEqualTo(600));
        Assert.That(delays.Skip(200), Is.All.GreaterThanOrEqualTo(300));
        Assert.That(deferrals.Next(TimeSpan.Zero, TimeSpan.FromHours(1)).TotalSeconds, Is.EqualTo(600));
    }

    [Test]
    public void A_task_is_put_off_for_no_longer_than_fifteen_seconds_and_twice_as_long_each_time_after_that()
    {
        Assert.That(Deferrals.Shortened(TimeSpan.FromSeconds(15), 0).TotalSeconds, Is.EqualTo(15));
        Assert.That(Deferrals.Shortened(TimeSpan.FromMinutes(10), 0).TotalSeconds, Is.InRange(7.5, 15));
        Assert.That(Deferrals.Shortened(TimeSpan.FromMinutes(10), 2).TotalSeconds, Is.InRange(30, 60));
        Assert.That(Deferrals.Shortened(TimeSpan.FromMinutes(10), int.MaxValue).TotalMinutes, Is.EqualTo(10));
        Assert.That(
            Enumerable.Range(0, 100).Select(_ => Deferrals.Shortened(TimeSpan.FromMinutes(10), 0)).Distinct().Count(),
            Is.GreaterThan(50));
    }

    [Test]
    public void The_share_of_a_worker_is_what_it_got_of_all_in_the_last_seconds()
    {
        var share = new GrantShare(clock);
        Assert.That(share.Value, Is.EqualTo(1));

        share.Add(Grant(permits: 10, total: 1_010), Hundred);
        for (var total = 1_040; total <= 3_000; total += 30)
        {
            clock.Advance(300);
            share.Add(Grant(permits: 10, total), Hundred);
        }

        Assert.That(share.Value, Is.EqualTo(1 / 3.0).Within(0.01));
    }

    [Test]
    public void What_others_no_longer_use_of_a_limit_is_this_workers_however_little_it_has_got_itself()
    {
        var share = new GrantShare(clock);
        var total = 0;
        for (var times = 0; times < 30; times++)
            Grow(own: 2, ofAll: 50);
        Assert.That(share.Value, Is.LessThan(0.1));

        for (var times = 0; times < 30; times++)
            Grow(own: 2, ofAll: 2);
        Assert.That(share.Value, Is.GreaterThan(0.9));

        void Grow(int own, int ofAll)
        {
            total += ofAll;
            share.Add(Grant(own, total), Hundred);
            clock.Advance(500);
        }
    }

    [Test]
    public void A_key_may_be_any_text()
    {
        Func<object, string?> same = message => (string?)message;
        var keys = new[] { "", "north", "=north", "a\0b", "a\u0001b", "\ud800", "\ud801", new string('x', 500) }
            .Select(text => LimitKey.Of("t", same, text)!.Value.Key)
            .ToArray();

        Assert.That(keys, Is.Unique);
        Assert.That(keys, Is.All.Length.LessThanOrEqualTo(201));
        Assert.That(keys[1], Is.EqualTo("=north"));
        Assert.That(keys[^1], Does.Match("^#[0-9A-F]{64}$"));
        Assert.That(LimitKey.Of("t", _ => null, "x"), Is.Null);
        Assert.That(LimitKey.Of("t", key: null, "x")!.Value.Key, Is.Empty);
    }

    private static RateLimit Hundred { get; } = RateLimit.Parse("100/s")!;

    private static RateGrant Grant(int permits, long total) => new()
    {
        Limit = "t", Key = "", Permits = permits, Total = total,
    };
}
