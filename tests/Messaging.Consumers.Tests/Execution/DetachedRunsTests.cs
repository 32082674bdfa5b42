using Messaging.Consumers.Tests.Pools;
using Messaging.Testing;

namespace Messaging.Consumers.Tests.Execution;

[TestFixture]
public sealed class DetachedRunsTests
{
    [Test]
    public async Task Runs_are_open_until_their_end_is_told_and_for_good_if_it_is_not()
    {
        using var runs = new DetachedRuns(TimeProvider.System);
        Assert.That((runs.TryBegin(), runs.TryBegin(), runs.Open), Is.EqualTo((true, true, 2)));

        runs.End(isTold: true);
        Assert.That(runs.Open, Is.EqualTo(1));

        runs.End(isTold: false);
        Assert.That((await runs.Drain(TimeSpan.Zero), runs.Open), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task A_worker_that_stops_does_not_wait_for_what_hangs_on_its_impatience()
    {
        var time = new SteppedTime();
        using var runs = new DetachedRuns(time);
        using var release = new ManualResetEventSlim();
        runs.TryBegin();
        await using var blocking = runs.Impatience.Register(release.Wait);

        var draining = runs.Drain(TimeSpan.FromSeconds(1));
        try
        {
            await Eventually.Get(() => Task.FromResult(HasEndedAfter(TimeSpan.FromSeconds(1))), ended => ended);
        }
        finally
        {
            release.Set();
        }

        Assert.That(await draining, Is.EqualTo(1));

        bool HasEndedAfter(TimeSpan more)
        {
            time.Pass(more);
            return draining.IsCompleted;
        }
    }
}
