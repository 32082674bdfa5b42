using Messaging.Testing;

namespace Messaging.TestHarness.Tests;

public sealed class HarnessClockTests
{
    private static readonly TimeSpan Soon = Eventually.Deadline;

    private HarnessClock clock = null!;

    [SetUp]
    public void MakeClock() => clock = new HarnessClock();

    [Test]
    public async Task A_wait_ends_when_the_clock_has_been_moved_on_by_it_and_not_before()
    {
        var wait = Task.Delay(TimeSpan.FromDays(60) - TimeSpan.FromDays(20), clock);

        clock.Advance(TimeSpan.FromDays(39));
        Assert.That(wait.IsCompleted, Is.False);
        clock.Advance(TimeSpan.FromDays(1));

        await wait.WaitAsync(Soon);
    }

    [Test]
    public async Task A_short_wait_ends_by_itself()
    {
        var before = (Time: clock.GetUtcNow(), Stamp: clock.GetTimestamp());

        await Task.Delay(TimeSpan.FromMilliseconds(5), clock).WaitAsync(Soon);

        Assert.That(clock.GetUtcNow() - before.Time, Is.GreaterThanOrEqualTo(TimeSpan.FromMilliseconds(5)));
        Assert.That(clock.GetElapsedTime(before.Stamp), Is.GreaterThanOrEqualTo(TimeSpan.FromMilliseconds(4)));
    }

    [Test]
    public void Time_and_timestamp_move_together()
    {
        var before = (Time: clock.GetUtcNow(), Stamp: clock.GetTimestamp());

        clock.Advance(TimeSpan.FromDays(10_000));

        Assert.That(clock.GetUtcNow() - before.Time, Is.EqualTo(TimeSpan.FromDays(10_000)).Within(Soon));
        Assert.That(clock.GetElapsedTime(before.Stamp), Is.EqualTo(TimeSpan.FromDays(10_000)).Within(Soon));
        Assert.That(clock.Ahead, Is.EqualTo(TimeSpan.FromDays(10_000)));
    }

    [Test]
    public async Task A_timer_with_a_period_fires_once_for_each_move()
    {
        using var fired = new SemaphoreSlim(0);
        await using var timer = clock.CreateTimer(
            _ => fired.Release(), state: null, TimeSpan.FromHours(1), TimeSpan.FromHours(1));

        clock.Advance(TimeSpan.FromHours(5));
        Assert.That(await fired.WaitAsync(Soon), Is.True);
        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.That(fired.CurrentCount, Is.Zero);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(await fired.WaitAsync(Soon), Is.True);
    }

    [Test]
    public async Task A_timer_that_is_stopped_or_disposed_of_does_not_fire()
    {
        var fired = 0;
        var stopped = clock.CreateTimer(
            _ => Interlocked.Increment(ref fired), state: null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);
        var disposed = clock.CreateTimer(
            _ => Interlocked.Increment(ref fired), state: null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);
        stopped.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await disposed.DisposeAsync();

        var last = Task.Delay(TimeSpan.FromHours(1), clock);
        clock.Advance(TimeSpan.FromHours(2));
        await last.WaitAsync(Soon);

        Assert.That(Volatile.Read(ref fired), Is.Zero);
        Assert.That(disposed.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan), Is.False);
        await stopped.DisposeAsync();
    }

    [Test]
    public void It_cannot_be_moved_back() => Assert.That(
        () => clock.Advance(TimeSpan.FromTicks(-1)), Throws.TypeOf<ArgumentOutOfRangeException>());
}
