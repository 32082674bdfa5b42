namespace Messaging.StateMachines.Tests;

public sealed class TaskTimesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, 123, TimeSpan.Zero);

    [Test]
    public void Every_id_of_a_millisecond_is_between_its_first_and_that_of_the_next()
    {
        for (var count = 0; count < 1_000; count++)
        {
            var taskId = Guid.CreateVersion7(Noon.AddTicks(count * 10));

            Assert.That(taskId, Is.GreaterThan(TaskTimes.FirstId(Noon)));
            Assert.That(taskId, Is.LessThan(TaskTimes.FirstId(Noon.AddMilliseconds(1))));
        }
    }

    [Test]
    public void The_first_id_of_a_time_is_that_of_its_millisecond() =>
        Assert.That(TaskTimes.FirstId(Noon.AddTicks(9_999)), Is.EqualTo(TaskTimes.FirstId(Noon)));

    [Test]
    public void What_was_before_1970_counts_as_1970()
    {
        Assert.That(TaskTimes.FirstId(DateTimeOffset.MinValue), Is.EqualTo(Guid.Empty));
        Assert.That(TaskTimes.FirstId(DateTimeOffset.UnixEpoch), Is.EqualTo(Guid.Empty));
    }

    [Test]
    public void The_end_of_time_is_after_every_id_of_now() =>
        Assert.That(TaskTimes.FirstId(DateTimeOffset.MaxValue), Is.GreaterThan(Guid.CreateVersion7()));

    [Test]
    public void A_span_is_counted_back_from_the_time_of_an_id()
    {
        var twoDays = TimeSpan.FromDays(2);

        Assert.That(
            TaskTimes.FirstId(Guid.CreateVersion7(Noon), twoDays), Is.EqualTo(TaskTimes.FirstId(Noon - twoDays)));
        Assert.That(TaskTimes.FirstId(new Guid("00000000-0001-7000-8000-000000000000"), twoDays), Is.EqualTo(Guid.Empty));
        Assert.That(
            TaskTimes.FirstId(new Guid("ffffffff-ffff-ffff-ffff-ffffffffffff"), TimeSpan.FromMilliseconds(1)),
            Is.EqualTo(new Guid("ffffffff-fffe-0000-0000-000000000000")));
    }

    [Test]
    public void An_id_tells_its_time()
    {
        var time = new DateTimeOffset(2026, 11, 21, 10, 0, 0, 7, TimeSpan.Zero);

        Assert.That(TaskTimes.Of(Guid.CreateVersion7(time)), Is.EqualTo(time));
        Assert.That(TaskTimes.Of(TaskTimes.FirstId(time)), Is.EqualTo(time));
    }
}
