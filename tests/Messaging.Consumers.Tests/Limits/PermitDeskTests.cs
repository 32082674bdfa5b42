using System.Threading.Channels;
using Messaging.Contracts;
using Messaging.Testing;
using Microsoft.Extensions.Logging;

namespace Messaging.Consumers.Tests.Limits;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PermitDeskTests : IDisposable
{
    private readonly SteppedClock clock = new();
    private readonly Trackers trackers = new();
    private readonly LogLines log = new();
    private readonly ClusterLeases leases;
    private readonly PermitDesk desk;

    public PermitDeskTests()
    {
        leases = new ClusterLeases(clock);
        desk = new PermitDesk(
            trackers, [leases], new DemandSignal(clock), "w1", clock, log.CreateLogger("limits"));
        leases.Wanted = desk.Wake;
    }

    public void Dispose() => desk.Dispose();

    [Test]
    public async Task One_request_at_a_time_is_on_its_way_and_what_comes_meanwhile_goes_with_the_next()
    {
        _ = leases.Enter(Lease(), default);
        var first = await trackers.Next();
        _ = leases.Enter(Lease(), default);
        _ = leases.Enter(Lease(), default);
        Assert.That(trackers.HasMore, Is.False);
        Assert.That(first.Demand.Worker, Is.EqualTo("w1"));

        first.Answer.SetResult(Nothing);

        var second = await trackers.Next();
        Assert.That(second.Demand.Leases.Single().Waiting, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task While_no_tracker_answers_it_is_asked_again_and_logged_once()
    {
        _ = leases.Enter(Lease(), default);
        for (var failure = 0; failure < 3; failure++)
        {
            (await trackers.Next()).Answer.SetException(new TimeoutException("Nobody is there."));
            await Step(trackers);
        }

        (await trackers.Next()).Answer.SetResult(Nothing);
        await log.WaitFor("Trackers grant permits again.");
        Assert.That(log.All.Count(line => line.Contains("No tracker grants permits: Nobody is there.")), Is.EqualTo(1));
    }

    [Test]
    public async Task The_first_answers_set_the_clocks_only_so_that_a_slow_start_widens_nobodys_spacing()
    {
        using var rates = new ClusterRates(clock);
        using var fresh = new PermitDesk(trackers, [rates], new DemandSignal(clock), "w1", clock, log.CreateLogger("limits"));
        rates.Wanted = fresh.Wake;
        var turn = new ClusterTurn(rates, new LimitKey("task", ""), () => RateLimit.Parse("100/s")!);
        _ = rates.Wait(turn, isFirst: false, default);

        for (var request = 0; request < 2; request++)
        {
            var first = await trackers.Next();
            Assert.That(first.Demand.Rates.Single().Permits, Is.Zero);
            var asked = clock.GetTimestamp();
            clock.Advance(300);
            first.Answer.SetResult(
                new PermitAnswer(new Permits { Tracker = Guid.Empty }, asked, clock.GetTimestamp()));
        }

        var third = await trackers.Next();
        Assert.That(third.Demand.Rates.Single().Permits, Is.EqualTo(1));
    }

    [Test]
    public void It_may_be_disposed_of_twice()
    {
        desk.Dispose();

        Assert.DoesNotThrow(desk.Dispose);
    }

    /// <summary>Time goes on until the next request.</summary>
    private Task<bool> Step(Trackers asked) => Eventually.Get(
        () =>
        {
            clock.Advance(100);
            return Task.FromResult(asked.HasMore);
        },
        more => more);

    private static PermitAnswer Nothing => new(new Permits { Tracker = Guid.Empty }, 0, 0);

    private static ClusterLease Lease() => new(new LimitKey("task", ""), () => 1);

    private sealed class Trackers : IPermitSource
    {
        private readonly Channel<Request> requests = Channel.CreateUnbounded<Request>();

        public bool HasMore => requests.Reader.Count > 0;

        public Task<Request> Next() => requests.Reader.ReadAsync().AsTask().WaitAsync(Eventually.Deadline);

        public Task<PermitAnswer> Ask(GetPermits demand, CancellationToken cancellationToken)
        {
            var request = new Request(demand, new TaskCompletionSource<PermitAnswer>());
            requests.Writer.TryWrite(request);
            return request.Answer.Task;
        }
    }

    private sealed record Request(GetPermits Demand, TaskCompletionSource<PermitAnswer> Answer);
}
