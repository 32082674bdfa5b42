using Messaging.Contracts;

namespace Messaging.StateMachines.Tests;

public sealed class RatePermitsTests
{
    private static readonly DateTimeOffset Start = Told.At(0);

    private LimitState state = LimitState.Unused;
    private DateTimeOffset now = Start;

    [SetUp]
    public void Forget() => (state, now) = (LimitState.Unused, Start);

    [Test]
    public void The_first_permit_is_good_at_once_and_the_others_are_spaced_by_the_window_and_its_tolerance()
    {
        var grant = Ask(10, Second, 4);

        Assert.That(grant.Permits, Is.EqualTo(4));
        Assert.That(grant.First, Is.EqualTo(TimeSpan.Zero));
        Assert.That(grant.Tolerance, Is.EqualTo(TimeSpan.FromMilliseconds(30)));
        Assert.That(grant.Spacing, Is.EqualTo(TimeSpan.FromMilliseconds(103)));
    }

    [Test]
    public void Who_asks_next_gets_what_comes_after()
    {
        Ask(10, Second, 4);

        Assert.That(Ask(10, Second, 1).First, Is.EqualTo(TimeSpan.FromMilliseconds(412)));
    }

    [Test]
    public void Permits_are_granted_for_a_second_ahead_and_more_when_half_of_it_has_passed()
    {
        var first = Ask(100, Second, 1_000);
        Assert.That(first.Permits, Is.EqualTo(98));
        Assert.That(first.AskAgainAfter, Is.EqualTo(TimeSpan.FromMilliseconds(509.4)));

        Assert.That(Ask(100, Second, 1_000).Permits, Is.Zero);
        now += first.AskAgainAfter;
        Assert.That(Ask(100, Second, 1_000).Permits, Is.EqualTo(49));
    }

    [Test]
    public void A_slow_limit_gives_one_permit_and_says_when_there_is_another()
    {
        Assert.That(Ask(10, Hour, 5).Permits, Is.EqualTo(1));
        var again = Ask(10, Hour, 5);
        Assert.That(again.Permits, Is.Zero);
        Assert.That(again.AskAgainAfter, Is.EqualTo(TimeSpan.FromSeconds(359.525)));

        now += again.AskAgainAfter;
        var second = Ask(10, Hour, 5);
        Assert.That((second.Permits, second.First), Is.EqualTo((1, TimeSpan.FromSeconds(0.5))));
    }

    [Test]
    public void The_latest_rate_is_in_force_at_once()
    {
        Ask(1, Hour, 1);

        Assert.That(Ask(10, Second, 1).AskAgainAfter, Is.LessThan(Second));
        now += TimeSpan.FromSeconds(0.7);
        Assert.That(Ask(10, Second, 1).Permits, Is.EqualTo(1));
    }

    [Test]
    public void A_clock_that_was_set_back_costs_a_second_or_two()
    {
        Ask(10, Second, 100);
        now -= TimeSpan.FromHours(1);

        Assert.That(Ask(10, Second, 1).AskAgainAfter, Is.LessThan(Second));
        now += Second;
        Assert.That(Ask(10, Second, 1).Permits, Is.EqualTo(1));
    }

    [Test]
    public void A_worker_that_is_late_gets_a_larger_tolerance_and_all_a_larger_spacing_until_its_permits_are_a_window_old()
    {
        Assert.That(Ask(10, Second, 1, lateness: 50).Tolerance, Is.EqualTo(TimeSpan.FromMilliseconds(100)));
        var near = Ask(10, Second, 1);
        Assert.That(near.Tolerance, Is.EqualTo(TimeSpan.FromMilliseconds(30)));
        Assert.That(near.Spacing, Is.EqualTo(TimeSpan.FromMilliseconds(110)));

        now += TimeSpan.FromSeconds(1.3);
        Assert.That(Ask(10, Second, 1).Spacing, Is.EqualTo(TimeSpan.FromMilliseconds(103)));
    }

    /// <summary>Workers that start each task as early or as late as they may, whatever they have heard.</summary>
    [Test]
    public void No_window_holds_more_starts_than_allowed([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        var count = random.Next(1, 60);
        var starts = new List<DateTimeOffset>();
        while (starts.Count < 2_000)
        {
            var grant = Ask(count, Second, random.Next(1, 40), lateness: random.Next(10) == 0 ? random.Next(80) : 5);
            for (var index = 0; index < grant.Permits; index++)
            {
                var lateness = random.Next(3) switch { 0 => 0, 1 => 1, _ => random.NextDouble() };
                starts.Add(now + grant.First + (grant.Spacing * index) + (grant.Tolerance * lateness));
            }

            now += TimeSpan.FromMilliseconds(random.Next(400));
        }

        var ordered = starts.Order().ToArray();
        for (var index = count; index < ordered.Length; index++)
            Assert.That(ordered[index] - ordered[index - count], Is.GreaterThanOrEqualTo(Second), $"{count}/s at {index}");
    }

    private static TimeSpan Second => TimeSpan.FromSeconds(1);

    private static TimeSpan Hour => TimeSpan.FromHours(1);

    private RateGrant Ask(double count, TimeSpan window, int permits, double lateness = 0)
    {
        var demand = new RateDemand { Limit = "a", Key = "", Count = count, Window = window, Permits = permits };
        (state, var grant) = RatePermits.Grant(state, demand, TimeSpan.FromMilliseconds(lateness), now);
        return grant;
    }
}
