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
}
