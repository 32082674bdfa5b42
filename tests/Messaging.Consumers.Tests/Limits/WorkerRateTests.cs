using Messaging.Testing;

namespace Messaging.Consumers.Tests.Limits;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class WorkerRateTests : IDisposable
{
    private readonly SteppedClock clock = new();
    private readonly WorkerRate rate;

    public WorkerRateTests()
    {
        rate = new WorkerRate(clock);
        rate.Set(RateLimit.Parse("10/s"));
    }

    public void Dispose() => rate.Dispose();

    [Test]
    public async Task The_first_starts_at_once_and_each_of_the_others_a_spacing_after_the_one_before()
    {
        Assert.That(rate.TryEnter(), Is.True);
        rate.Started();

        for (var index = 0; index < 5; index++)
        {
            var next = rate.Enter(default);
            clock.Advance(99);
            Assert.That(next.IsCompleted, Is.False);
            clock.Advance(1);
            await next.WaitAsync(Eventually.Deadline);
            rate.Started();
        }
    }

    [Test]
    public async Task Starts_that_were_not_made_are_not_made_up_for()
    {
        Start();
        clock.Advance(10_000);

        Start();
        var second = rate.Enter(default);
        Assert.That(second.IsCompleted, Is.False);
        clock.Advance(100);
        await second.WaitAsync(Eventually.Deadline);
    }

    [Test]
    public async Task A_late_slot_makes_all_that_follow_later()
    {
        Assert.That(rate.TryEnter(), Is.True);
        var second = rate.Enter(default);
        clock.Advance(1_000);
        Assert.That(second.IsCompleted, Is.False, "the first has not started");

        rate.Started();
        clock.Advance(99);
        Assert.That(second.IsCompleted, Is.False);
        clock.Advance(1);
        await second.WaitAsync(Eventually.Deadline);
    }

    [Test]
    public async Task Who_does_not_start_uses_up_nothing()
    {
        Assert.That(rate.TryEnter(), Is.True);
        var second = rate.Enter(default);

        rate.Leave();

        await second.WaitAsync(Eventually.Deadline);
    }

    [Test]
    public async Task Who_gives_up_passes_the_turn_on()
    {
        Start();
        using var givesUp = new CancellationTokenSource();
        var second = rate.Enter(givesUp.Token);
        var third = rate.Enter(default);

        await givesUp.CancelAsync();

        Assert.ThrowsAsync<OperationCanceledException>(() => second);
        clock.Advance(100);
        await third.WaitAsync(Eventually.Deadline);
    }

    [Test]
    public async Task A_change_reaches_those_who_wait()
    {
        rate.Set(RateLimit.Parse("1/h"));
        Start();
        var second = rate.Enter(default);
        clock.Advance(150);

        rate.Set(RateLimit.Parse("10/s"));
        await second.WaitAsync(Eventually.Deadline);
        rate.Started();

        var third = rate.Enter(default);
        rate.Set(null);
        await third.WaitAsync(Eventually.Deadline);
        Assert.That(rate.IsOff, Is.True);
    }

    [Test]
    public void A_fast_rate_makes_up_for_late_timers()
    {
        rate.Set(RateLimit.Parse("1000/s"));

        Assert.That(StartAll(), Is.EqualTo(21));
        clock.Advance(15);
        Assert.That(StartAll(), Is.EqualTo(15));
        clock.Advance(10_000);
        Assert.That(StartAll(), Is.EqualTo(21));
    }

    [Test]
    public void The_wait_to_expect_counts_those_who_wait_already()
    {
        Start();
        _ = rate.Enter(default);
        _ = rate.Enter(default);

        Assert.That(rate.ExpectedWait, Is.EqualTo(TimeSpan.FromMilliseconds(300)));
    }

    private int StartAll()
    {
        var count = 0;
        for (; rate.TryEnter(); count++)
            rate.Started();
        return count;
    }

    private void Start()
    {
        Assert.That(rate.TryEnter(), Is.True);
        rate.Started();
    }
}
