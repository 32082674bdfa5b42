using Messaging.Contracts;

namespace Messaging.StateMachines.Tests;

public sealed class ConcurrencyLeasesTests
{
    private readonly Guid[] ids = [.. Enumerable.Range(0, 6).Select(_ => Guid.NewGuid())];

    private LimitState state = LimitState.Unused;
    private DateTimeOffset now = Told.At(0);

    [SetUp]
    public void Forget() => (state, now) = (LimitState.Unused, Told.At(0));

    [Test]
    public void As_many_are_granted_as_are_allowed_in_the_order_in_which_they_were_asked_for()
    {
        Assert.That(Ask("a", waiting: [0, 1, 2]), Is.EqualTo(new[] { 0, 1 }));
        Assert.That(Ask("b", waiting: [3]), Is.Empty);

        Assert.That(Ask("a", held: [0], waiting: [2], released: [1]), Is.EqualTo(new[] { 2 }));
        Assert.That(Ask("b", waiting: [3]), Is.Empty);
        Ask("a", held: [0], released: [2]);
        Assert.That(Ask("b", waiting: [3]), Is.EqualTo(new[] { 3 }));
    }

    [Test]
    public void The_one_who_has_waited_longest_keeps_its_place_while_it_is_heard_of()
    {
        Ask("a", waiting: [0, 1]);
        Ask("b", waiting: [2]);

        Assert.That(Ask("a", waiting: [3], held: [0], released: [1]), Is.Empty, "the place is b's");
        Pass(2);
        Assert.That(Ask("a", waiting: [3], held: [0]), Is.Empty);
        Pass(1.5);
        Assert.That(Ask("a", waiting: [3], held: [0]), Is.EqualTo(new[] { 3 }), "b is not heard of any more");
    }

    [Test]
    public void Leases_of_a_dead_worker_come_free_ten_seconds_after_it_was_heard_of()
    {
        Ask("dead", waiting: [0, 1]);
        for (var second = 0; second < 10; second++)
        {
            Assert.That(Ask("a", waiting: [2, 3]), Is.Empty);
            Pass(1);
        }

        Assert.That(Ask("a", waiting: [2, 3]), Is.EqualTo(new[] { 2, 3 }));
    }

    [Test]
    public void A_lease_that_is_in_use_lasts()
    {
        Ask("a", waiting: [0, 1]);
        for (var renewal = 0; renewal < 20; renewal++)
        {
            Pass(3);
            Ask("a", held: [0, 1]);
            Assert.That(Ask("b", waiting: [2]), Is.Empty);
        }
    }

    [Test]
    public void After_an_outage_of_the_trackers_leases_wait_for_their_holders_to_be_heard_of()
    {
        Ask("a", waiting: [0, 1]);
        Pass(60);

        Assert.That(Ask("b", waiting: [2]), Is.Empty);
        Pass(3);
        Ask("a", held: [0, 1]);
        for (var second = 0; second < 9; second++)
        {
            Pass(1);
            Assert.That(Ask("b", waiting: [2]), Is.Empty);
        }
    }

    [Test]
    public void A_dead_worker_keeps_no_lease_of_a_limit_that_is_seldom_asked_for()
    {
        Ask("dead", waiting: [0, 1]);
        Pass(60);
        Assert.That(Ask("a", waiting: [2]), Is.Empty, "its time once more");
        Pass(60);

        Assert.That(Ask("a", waiting: [2]), Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public void An_answer_that_was_lost_is_given_again()
    {
        Ask("a", waiting: [0]);

        Assert.That(Ask("a", waiting: [0]), Is.EqualTo(new[] { 0 }));
        Assert.That(Ask("b", waiting: [1, 2]), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public void The_latest_number_is_in_force()
    {
        Assert.That(Ask("a", waiting: [0, 1, 2], most: 1), Is.EqualTo(new[] { 0 }));
        Assert.That(Ask("a", held: [0], waiting: [1, 2], most: 3), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(Ask("a", held: [0, 1, 2], waiting: [3], most: 1), Is.Empty);
    }

    private void Pass(double seconds) => now += TimeSpan.FromSeconds(seconds);

    private int[] Ask(string worker, int[]? held = null, int[]? waiting = null, int[]? released = null, int most = 2)
    {
        // No two requests come at the same time.
        now += TimeSpan.FromMilliseconds(1);
        var demand = new LeaseDemand
        {
            Limit = "t", Key = "", Most = most, Held = Of(held), Waiting = Of(waiting), Released = Of(released),
        };
        (state, var grant) = ConcurrencyLeases.Grant(state, demand, worker, now);
        return [.. grant.Granted.Select(id => Array.IndexOf(ids, id))];
    }

    private Guid[] Of(int[]? numbers) => Array.ConvertAll(numbers ?? [], number => ids[number]);
}
