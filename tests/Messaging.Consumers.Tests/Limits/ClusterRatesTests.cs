using Messaging.Contracts;
using Messaging.Testing;

namespace Messaging.Consumers.Tests.Limits;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ClusterRatesTests : IDisposable
{
    private static readonly LimitKey Key = new("task", "=a");
    private static readonly RateLimit Limit = RateLimit.Parse("10/s")!;

    private readonly SteppedClock clock = new();
    private readonly ClusterRates rates;
    private RateLimit? limit = Limit;
    private long total;

    public ClusterRatesTests() => rates = new ClusterRates(clock);

    public void Dispose() => rates.Dispose();

    [Test]
    public async Task A_permit_is_used_neither_before_its_time_nor_when_it_is_too_old()
    {
        var (first, second) = (NewTurn(), NewTurn());
        var (waits, next) = (Wait(first), Wait(second));
        Assert.That(Demand(), Is.EqualTo(2));

        Answer(permits: 2, roundTrip: 10);
        await waits.WaitAsync(Eventually.Deadline);
        Assert.That(next.IsCompleted, Is.False);
        Assert.That(rates.TryUse(first), Is.True);

        clock.Advance(102);
        Assert.That(next.IsCompleted, Is.False);
        clock.Advance(1);
        await next.WaitAsync(Eventually.Deadline);
        // 22.5 ms of tolerance, less the 10 ms in which it may have been granted.
        clock.Advance(12.6);
        Assert.That(rates.TryUse(second), Is.False);
    }

    [Test]
    public async Task What_took_too_long_to_be_granted_is_thrown_away_and_asked_for_again()
    {
        var turn = NewTurn();
        var waits = Wait(turn);

        Answer(permits: 1, roundTrip: 23);
        Assert.That(waits.IsCompleted, Is.False);
        Assert.That(Demand(), Is.EqualTo(1));

        Answer(permits: 1, roundTrip: 22);
        await waits.WaitAsync(Eventually.Deadline);
    }

    [Test]
    public async Task Permits_are_asked_for_no_sooner_than_there_are_any()
    {
        var waits = Wait(NewTurn());
        Answer(permits: 0, roundTrip: 1, askAgainAfter: 300);

        Assert.That(Demand(), Is.Zero);
        clock.Advance(300);
        Assert.That(Demand(), Is.EqualTo(1));
        Answer(permits: 1, roundTrip: 1);
        await waits.WaitAsync(Eventually.Deadline);
    }

    [Test]
    public void Who_gives_up_is_not_asked_for()
    {
        using var givesUp = new CancellationTokenSource();
        var waits = rates.Wait(NewTurn(), isFirst: false, givesUp.Token);

        givesUp.Cancel();

        Assert.ThrowsAsync<TaskCanceledException>(() => waits);
        Assert.That(Demand(), Is.Zero);
    }

    [Test]
    public async Task A_worker_whose_slots_are_taken_asks_for_few_and_one_that_starts_its_tasks_for_more()
    {
        var turns = Enumerable.Range(0, 40).Select(_ => NewTurn()).ToArray();
        var waits = Array.ConvertAll(turns, Wait);
        Assert.That(Demand(), Is.EqualTo(2));

        for (var index = 0; index < 10; index++)
        {
            Answer(permits: 1, roundTrip: 1);
            await waits[index].WaitAsync(Eventually.Deadline);
            Assert.That(rates.TryUse(turns[index]), Is.True);
        }

        // No more at once than come free in a fifth of a second.
        Assert.That(Demand(), Is.EqualTo(2));
        Answer(permits: 10, roundTrip: 1);
        Assert.That(Demand(), Is.EqualTo(2));

        await waits[10].WaitAsync(Eventually.Deadline);
        for (var missed = 0; missed < 3; missed++)
        {
            clock.Advance(1_000);
            Assert.That(rates.TryUse(turns[10]), Is.False);
        }

        Assert.That(Demand(), Is.EqualTo(2));
    }

    [Test]
    public async Task Keys_wait_by_themselves()
    {
        var other = new ClusterTurn(rates, new LimitKey("task", "=b"), () => Limit);
        var (waits, others) = (Wait(NewTurn()), Wait(other));

        Answer(permits: 5, roundTrip: 1);

        await waits.WaitAsync(Eventually.Deadline);
        Assert.That(others.IsCompleted, Is.False);
    }

    [Test]
    public async Task A_limit_that_is_changed_is_asked_for_anew_at_once()
    {
        var waits = Wait(NewTurn());
        Answer(permits: 0, roundTrip: 1, askAgainAfter: 1_800_000);
        Assert.That(Demand(), Is.Zero);

        Set(RateLimit.Parse("50/s"));

        var demand = new PermitDemand();
        rates.Collect(demand);
        Assert.That(demand.Rates.Single().Count, Is.EqualTo(50));
        Answer(permits: 1, roundTrip: 1);
        await waits.WaitAsync(Eventually.Deadline);
    }

    [Test]
    public async Task Those_who_wait_for_a_limit_that_is_taken_away_go_on_and_start_whenever_they_can()
    {
        var (first, late) = (NewTurn(), NewTurn());
        var waits = Wait(first);

        Set(null);

        await waits.WaitAsync(Eventually.Deadline);
        await Wait(late).WaitAsync(Eventually.Deadline);
        clock.Advance(60_000);
        Assert.That((rates.TryUse(first), rates.TryUse(late)), Is.EqualTo((true, true)));
        Assert.That(Demand(), Is.Zero);
    }

    [Test]
    public async Task What_was_granted_by_a_limit_is_not_used_for_the_next_one()
    {
        var waits = Wait(NewTurn());
        Answer(permits: 5, roundTrip: 1);
        await waits.WaitAsync(Eventually.Deadline);

        Set(RateLimit.Parse("1/h"));

        _ = Wait(NewTurn());
        clock.Advance(500);
        Assert.That(Demand(), Is.EqualTo(1), "the four that are left do not count");
    }

    [Test]
    public async Task An_answer_that_was_on_its_way_when_the_limit_changed_holds_nobody_up()
    {
        var waits = Wait(NewTurn());
        Assert.That(Demand(), Is.EqualTo(1));

        Set(RateLimit.Parse("50/s"));
        Answer(permits: 0, roundTrip: 1, askAgainAfter: 1_800_000);

        Assert.That(Demand(), Is.EqualTo(1));
        Answer(permits: 1, roundTrip: 1);
        await waits.WaitAsync(Eventually.Deadline);
    }

    private void Set(RateLimit? value)
    {
        limit = value;
        rates.Set(Key.Limit, value);
    }

    private ClusterTurn NewTurn() => new(rates, Key, () => limit);

    private Task Wait(ClusterTurn turn) => rates.Wait(turn, isFirst: false, default);

    private int Demand()
    {
        var demand = new PermitDemand();
        rates.Collect(demand);
        return demand.Rates.Sum(rate => rate.Permits);
    }

    private void Answer(int permits, double roundTrip, double askAgainAfter = 0)
    {
        var asked = clock.GetElapsedTime(0);
        clock.Advance(roundTrip);
        total += permits;
        var grant = new RateGrant
        {
            Limit = Key.Limit, Key = Key.Key, Permits = permits, Total = total,
            Spacing = TimeSpan.FromMilliseconds(103), Tolerance = TimeSpan.FromMilliseconds(30),
            AskAgainAfter = TimeSpan.FromMilliseconds(askAgainAfter),
        };
        rates.Take(new GrantedPermits(
            new Permits { Tracker = Guid.Empty, Rates = [grant] }, asked, clock.GetElapsedTime(0)));
    }
}
