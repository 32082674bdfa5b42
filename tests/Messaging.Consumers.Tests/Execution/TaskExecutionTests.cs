using Messaging.Contracts;

namespace Messaging.Consumers.Tests.Execution;

[TestFixture]
public sealed class TaskExecutionTests
{
    [Test]
    public void A_termination_counts_after_the_soft_time_limit_and_not_the_other_way_round()
    {
        using var run = Deliveries.Run();

        run.Interrupt(Interruption.SoftTimeLimit);
        Assert.That(run.Interruption, Is.EqualTo(Interruption.SoftTimeLimit));
        Terminate(run);
        Assert.That(run.Interruption, Is.EqualTo(Interruption.Revoked));
        run.Interrupt(Interruption.SoftTimeLimit);
        Assert.That(run.Interruption, Is.EqualTo(Interruption.Revoked));
    }

    [Test]
    public void Who_waits_for_a_run_to_be_broken_off_is_told_after_its_soft_time_limit_too()
    {
        using var run = Deliveries.Run();
        var told = 0;
        using (run.WhenBrokenOff(() => told++))
        {
            run.Interrupt(Interruption.SoftTimeLimit);
            Assert.That(told, Is.Zero);
            Terminate(run);
            Assert.That(told, Is.EqualTo(1));
        }

        run.PutBack();
        Assert.That(told, Is.EqualTo(1));
    }

    [Test]
    public void Who_waits_for_a_run_to_be_broken_off_is_told_when_it_goes_back_even_if_that_was_before()
    {
        using var run = Deliveries.Run();
        var told = 0;

        using (run.WhenBrokenOff(() => told++))
            run.PutBack();
        using (run.WhenBrokenOff(() => told++))
            Assert.That(told, Is.EqualTo(2));
    }

    [Test]
    public void A_resumed_run_tells_the_attempt_that_it_was_resumed_at()
    {
        using var run = Deliveries.Run();
        run.Resume(3, 1);

        Assert.That((run.Attempt, run.Retries), Is.EqualTo((3, 1)));
    }

    private static void Terminate(TaskExecution run) =>
        run.Revoke(
        new RevokeTask { TaskId = run.TaskId, Time = run.ReceivedAt, Mode = RevokeMode.Terminate });
}
