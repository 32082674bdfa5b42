using System.Text.Json;
using Messaging.Contracts;

namespace Messaging.Consumers.Tests.Pools;

[TestFixture]
public sealed class RemoteFailureTests
{
    [Test]
    public void A_wish_to_be_retried_keeps_its_delay_and_its_cause()
    {
        var retry = ThereAndBack(
            new TaskRetryException(TimeSpan.FromSeconds(3), new InvalidDataException("why"))) as TaskRetryException;

        Assert.That(retry!.Delay, Is.EqualTo(TimeSpan.FromSeconds(3)));
        Assert.That(ExecutionEvents.ErrorOf(retry.InnerException!), Has
            .Property("Type").EqualTo("System.IO.InvalidDataException").And
            .Property("Message").EqualTo("why"));
    }

    [Test]
    public void A_wish_to_be_retried_keeps_the_retries_that_it_allows() => Assert.That(
        (ThereAndBack(new TaskRetryException(delay: null, cause: null, maxRetries: 7)) as TaskRetryException)!.MaxRetries,
        Is.EqualTo(7));

    [Test]
    public void A_rejection_keeps_its_reason_and_its_cause()
    {
        var rejected = ThereAndBack(new TaskRejectedException("no such order", new InvalidDataException("why")));

        Assert.That(rejected, Is.TypeOf<TaskRejectedException>().With.Message.EqualTo("no such order"));
        Assert.That(ExecutionEvents.TypeOf(rejected.InnerException!), Is.EqualTo("System.IO.InvalidDataException"));
    }

    [Test]
    public void A_task_that_gives_itself_back_or_ends_itself_still_does()
    {
        Assert.That(
            ThereAndBack(new TaskRequeuedException("no GPU here")),
            Is.TypeOf<TaskRequeuedException>().With.Message.EqualTo("no GPU here"));
        Assert.That(ThereAndBack(new TaskIgnoredException()), Is.TypeOf<TaskIgnoredException>());
    }

    [Test]
    public void A_wish_to_snooze_keeps_its_delay() => Assert.That(
        (ThereAndBack(new TaskSnoozedException(TimeSpan.FromHours(1))) as TaskSnoozedException)!.Delay,
        Is.EqualTo(TimeSpan.FromHours(1)));

    [Test]
    public void A_cancellation_stays_one() =>
        Assert.That(ThereAndBack(new TaskCanceledException("x")), Is.InstanceOf<OperationCanceledException>());

    [TestCase("FileNotFoundException", true)]
    [TestCase("System.IO.IOException", true)]
    [TestCase("InvalidDataException", false)]
    public void A_policys_exceptions_are_told_by_their_types_of_before(string name, bool isIn) =>
        Assert.That(
            ExceptionSet.Named([name]).Contains(ThereAndBack(new FileNotFoundException("x"))), Is.EqualTo(isIn));

    private static Exception ThereAndBack(Exception exception)
    {
        var json = JsonSerializer.Serialize(RemoteFailure.Of(exception), TaskJson.Options);
        return JsonSerializer.Deserialize<RemoteFailure>(json, TaskJson.Options)!.ToException();
    }
}
