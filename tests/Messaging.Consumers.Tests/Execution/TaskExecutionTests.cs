using Messaging.Contracts;
using Messaging.Testing;

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

    [TestCase("soft time limit")]
    [TestCase("termination")]
    [TestCase("put back")]
    [TestCase("worker stops")]
    public async Task Whoever_cancels_a_run_does_not_wait_for_what_hangs_on_its_token(string cancelledBy)
    {
        using var stopping = new CancellationTokenSource();
        using var run = Deliveries.RunUntil(stopping.Token);
        using var release = new ManualResetEventSlim();
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = run.CancellationToken.Register(() =>
        {
            called.SetResult();
            release.Wait();
        });

        var cancelling = Task.Run(() => Cancel(run, stopping, cancelledBy));
        try
        {
            await cancelling.WaitAsync(Eventually.Deadline);
            await called.Task.WaitAsync(Eventually.Deadline);
        }
        finally
        {
            release.Set();
        }

        Assert.That(run.CancellationToken.IsCancellationRequested);
    }

    [Test]
    public async Task What_hangs_on_the_token_of_a_run_that_is_given_up_is_called_after_it_is_let_go_of()
    {
        var run = Deliveries.Run();
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = run.CancellationToken.Register(called.SetResult);

        run.Interrupt(Interruption.SoftTimeLimit);
        run.Dispose();

        await called.Task.WaitAsync(Eventually.Deadline);
    }

    [Test]
    public void An_attempt_that_begins_while_the_worker_stops_is_cancelled_from_the_start()
    {
        using var stopping = new CancellationTokenSource();
        using var run = Deliveries.RunUntil(stopping.Token);
        stopping.Cancel();

        run.NextAttempt(isSnooze: false);

        Assert.That(run.CancellationToken.IsCancellationRequested);
    }

    private static void Cancel(TaskExecution run, CancellationTokenSource stopping, string cancelledBy)
    {
        switch (cancelledBy)
        {
            case "soft time limit":
                run.Interrupt(Interruption.SoftTimeLimit);
                break;
            case "termination":
                Terminate(run);
                break;
            case "put back":
                run.PutBack();
                break;
            default:
                stopping.Cancel();
                break;
        }
    }

    private static void Terminate(TaskExecution run) =>
        run.Revoke(
        new RevokeTask { TaskId = run.TaskId, Time = run.ReceivedAt, Mode = RevokeMode.Terminate });
}
