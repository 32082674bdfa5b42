using Messaging.Consumers.Tests.Execution;
using Messaging.Contracts;

namespace Messaging.Consumers.Tests.Revocation;

public sealed class RevocationListTests
{
    private readonly RevocationList list = new(TimeProvider.System);

    [TestCase(true)]
    [TestCase(false)]
    public void A_task_that_was_delivered_twice_is_revoked_in_both_runs_and_in_the_one_that_is_left(bool isFirstLeft)
    {
        var taskId = Guid.CreateVersion7();
        using var first = Deliveries.Run(taskId: taskId);
        using var second = Deliveries.Run(taskId: taskId);
        using var other = Deliveries.Run();
        using var watchingOther = list.Watch(other);
        var (watchingFirst, watchingSecond) = (list.Watch(first), list.Watch(second));

        list.Add(Revocation(taskId, RevokeMode.BeforeStart));
        Assert.That((first.Revocation?.Mode, second.Revocation?.Mode, other.Revocation?.Mode), Is.EqualTo(
            ((RevokeMode?)RevokeMode.BeforeStart, (RevokeMode?)RevokeMode.BeforeStart, (RevokeMode?)null)));

        (isFirstLeft ? watchingSecond : watchingFirst).Dispose();
        list.Add(Revocation(taskId, RevokeMode.Terminate));
        (isFirstLeft ? watchingFirst : watchingSecond).Dispose();

        var (left, gone) = isFirstLeft ? (first, second) : (second, first);
        Assert.That((left.Revocation!.Mode, gone.Revocation!.Mode), Is.EqualTo(
            (RevokeMode.Terminate, RevokeMode.BeforeStart)));
    }

    private static RevokeTask Revocation(Guid taskId, RevokeMode mode) =>
        new() { TaskId = taskId, Mode = mode, Time = DateTimeOffset.UnixEpoch };
}
