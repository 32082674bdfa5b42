using Messaging.Hosting;

namespace Messaging.BrokerTests;

/// <summary>Processes whose clocks are wrong: only the broker's own counts.</summary>
/// <typeparam name="TBroker">The broker.</typeparam>
public abstract class ClockSuite<TBroker> : BrokerSuite<TBroker>
    where TBroker : BrokerUnderTest, new()
{
    [TestCase(-3)]
    [TestCase(3)]
    public async Task A_worker_whose_clock_is_hours_off_gets_messages_and_keeps_them_locked(int hours)
    {
        var hold = NewHold();
        var (skewed, other) = (new Received<Note>(hold.Wait), new Received<Note>());
        var bus = await StartWithKeptLocks(
            plan => plan.Receive(Queue(), skewed, prefetch: 1, concurrency: 1), Clock(hours));
        await bus.Send(Queue(), new Note(1));
        await skewed.Next();

        var right = await StartWithLongLocks(plan => plan.Receive(Queue(), other, prefetch: 1, concurrency: 1));
        // What is tested is that nothing happens in this time.
        await KeptLocksWouldLapse();
        hold.Release();
        await right.Send(Queue(), new Note(2));
        await await Task.WhenAny(skewed.Next(), other.Next());

        Assert.That(skewed.All.Count(note => note.Message.Number == 1), Is.EqualTo(1));
        Assert.That(other.All.Select(note => note.Message.Number), Has.No.Member(1));
    }

    [TestCase(-3)]
    [TestCase(3)]
    public async Task What_a_worker_holds_whose_clock_is_right_is_not_taken_by_one_whose_clock_is_hours_off(int hours)
    {
        var hold = NewHold();
        var (right, skewed) = (new Received<Note>(hold.Wait), new Received<Note>());
        var bus = await StartWithLongLocks(plan => plan.Receive(Queue(), right, prefetch: 1, concurrency: 1));
        await bus.Send(Queue(), new Note(1));
        await right.Next();

        var wrong = await StartWithLongLocks(
            plan => plan.Receive(Queue(), skewed, prefetch: 1, concurrency: 1), Clock(hours));
        await wrong.Send(Queue(), new Note(2));
        if (Can(BrokerFeatures.Processes))
            await skewed.Next();

        Assert.That(skewed.All.Select(note => note.Message.Number), Has.No.Member(1));
    }

    private static SkewedClock Clock(int hours) => new(TimeSpan.FromHours(hours));
}
