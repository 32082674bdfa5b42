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
