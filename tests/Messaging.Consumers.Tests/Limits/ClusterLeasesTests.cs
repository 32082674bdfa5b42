using Messaging.Contracts;
using Messaging.Testing;

namespace Messaging.Consumers.Tests.Limits;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ClusterLeasesTests
{
    private static readonly LimitKey Key = new("task", "");

    private readonly SteppedClock clock = new();
    private readonly ClusterLeases leases;
    private readonly ClusterLease first;
    private readonly ClusterLease second;
    private int? most = 1;

    public ClusterLeasesTests()
    {
        leases = new ClusterLeases(clock);
        first = new ClusterLease(Key, () => most);
        second = new ClusterLease(Key, () => most);
    }

    [Test]
    public async Task A_lease_is_waited_for_had_and_given_back()
    {
        var enters = leases.Enter(first, default);
        Assert.That(Told(), Is.EqualTo((0, 1, 0)));
        Assert.That(Told(), Is.Null, "nothing new");

        Grant(first);
        await enters.WaitAsync(Eventually.Deadline);
        leases.Leave(first);

        Assert.That(Told(), Is.EqualTo((0, 0, 1)));
        Grant();
        Assert.That(Told(), Is.Null);
    }

    [Test]
    public async Task While_it_is_had_that_is_told_every_three_seconds()
    {
        var enters = leases.Enter(first, default);
        Told();
        Grant(first);
        await enters.WaitAsync(Eventually.Deadline);

        clock.Advance(2_999);
        Assert.That(Told(), Is.Null);
        clock.Advance(1);
        Assert.That(Told(), Is.EqualTo((1, 0, 0)));
    }

    [Test]
    public void While_it_is_waited_for_it_is_asked_for_ten_times_a_second()
    {
        _ = leases.Enter(first, default);
        Told();

        clock.Advance(99);
        Assert.That(Told(), Is.Null);
        clock.Advance(1);
        Assert.That(Told(), Is.EqualTo((0, 1, 0)));
    }

    [Test]
    public void What_was_not_heard_is_told_again()
    {
        _ = leases.Enter(first, default);
        leases.Leave(first);
        Assert.That(Told(), Is.EqualTo((0, 0, 1)));

        clock.Advance(3_000);
        Assert.That(Told(), Is.EqualTo((0, 0, 1)));
    }

    [Test]
    public void A_lease_that_is_granted_to_one_who_has_given_up_is_given_back()
    {
        using var givesUp = new CancellationTokenSource();
        var enters = leases.Enter(first, givesUp.Token);
        _ = leases.Enter(second, default);
        Told();
        givesUp.Cancel();
        Assert.ThrowsAsync<TaskCanceledException>(() => enters);

        Grant(first);

        Assert.That(Told(), Is.EqualTo((0, 1, 1)));
    }

    [Test]
    public void A_limit_that_is_changed_is_told_at_once()
    {
        _ = leases.Enter(first, default);
        Told();

        Set(7);

        var demand = new PermitDemand();
        leases.Collect(demand);
        Assert.That(demand.Leases.Single().Most, Is.EqualTo(7));
    }

    [Test]
    public async Task Those_who_wait_for_a_limit_that_is_taken_away_go_on()
    {
        var enters = leases.Enter(first, default);
        Told();

        Set(null);

        await enters.WaitAsync(Eventually.Deadline);
        await leases.Enter(second, default).WaitAsync(Eventually.Deadline);
        Assert.That(Told(), Is.EqualTo((0, 0, 1)), "the trackers need not keep a place any more");
    }

    private void Set(int? value)
    {
        most = value;
        leases.Set(Key.Limit, value);
    }

    private (int Held, int Waiting, int Released)? Told()
    {
        var demand = new PermitDemand();
        leases.Collect(demand);
        return demand.Leases.SingleOrDefault() is { } told
            ? (told.Held.Count, told.Waiting.Count, told.Released.Count)
            : null;
    }

    private void Grant(params ClusterLease[] granted)
    {
        var grant = new LeaseGrant
        {
            Limit = Key.Limit, Key = Key.Key, Granted = Array.ConvertAll(granted, lease => lease.Id),
        };
        leases.Take(new GrantedPermits(
            new Permits { Tracker = Guid.Empty, Leases = [grant] }, TimeSpan.Zero, TimeSpan.Zero));
    }
}
