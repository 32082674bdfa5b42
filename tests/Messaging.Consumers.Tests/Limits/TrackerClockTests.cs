using Messaging.Contracts;

namespace Messaging.Consumers.Tests.Limits;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TrackerClockTests
{
    /// <summary>The worker's clock is that much ahead.</summary>
    private double ahead = 1_000_000;

    private readonly TrackerClock clock = new();

    [Test]
    public void A_grant_lies_between_question_and_answer()
    {
        var granted = Ask(at: 0, there: 5, back: 7);

        Assert.That(Known(granted, at: 0), Is.EqualTo((-5.0, 7.0)));
    }

    [Test]
    public void The_best_of_all_questions_holds_for_a_slow_one()
    {
        Ask(at: 0, there: 1, back: 50);
        Ask(at: 100, there: 40, back: 2);

        var (from, until) = Known(Ask(at: 200, there: 300, back: 300), at: 200);

        Assert.That(from, Is.EqualTo(-1).Within(1));
        Assert.That(until, Is.EqualTo(2).Within(1));
    }

    [Test]
    public void What_was_found_out_long_ago_is_worth_less_since_clocks_run_apart()
    {
        Ask(at: 0, there: 1, back: 1);

        var (from, until) = Known(Ask(at: 10_000, there: 300, back: 300), at: 10_000);

        Assert.That(from, Is.EqualTo(-11.3).Within(0.1));
        Assert.That(until, Is.EqualTo(11.3).Within(0.1));
    }

    [Test]
    public void Of_clocks_that_contradict_each_other_only_the_latest_answer_counts()
    {
        Ask(at: 0, there: 1, back: 1);
        ahead -= 5_000;

        Assert.That(Known(Ask(at: 1_000, there: 20, back: 30), at: 1_000), Is.EqualTo((-20.0, 30.0)));
    }

    [Test]
    public void A_grant_is_never_known_wrongly([Range(1, 10)] int seed)
    {
        var random = new Random(seed);
        var at = 0.0;
        for (var question = 0; question < 500; question++)
        {
            var (from, until) = Known(Ask(at, 100 * random.NextDouble(), 100 * random.NextDouble()), at);
            Assert.That(from, Is.LessThanOrEqualTo(0));
            Assert.That(until, Is.GreaterThanOrEqualTo(0));

            var passes = 1_000 * random.NextDouble();
            at += passes;
            ahead += passes * 0.0009 * ((2 * random.NextDouble()) - 1);
        }
    }

    /// <summary>Asks so that the grant is at a time of the tracker's clock, in milliseconds.</summary>
    private GrantedPermits Ask(double at, double there, double back)
    {
        var granted = TimeSpan.FromMilliseconds(at);
        var permits = new Permits
        {
            Tracker = Guid.Empty, Received = granted, GrantedFrom = granted, GrantedUntil = granted, Sent = granted,
        };
        return clock.Place(
            permits,
            TimeSpan.FromMilliseconds(at + ahead - there),
            TimeSpan.FromMilliseconds(at + ahead + back));
    }

    /// <summary>How far before and behind the truth the grant may be.</summary>
    private (double From, double Until) Known(GrantedPermits granted, double at) => (
        granted.From.TotalMilliseconds - at - ahead, granted.Until.TotalMilliseconds - at - ahead);
}
