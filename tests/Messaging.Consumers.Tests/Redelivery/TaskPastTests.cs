using Messaging.Consumers.Tests.Execution;
using Messaging.Contracts;

namespace Messaging.Consumers.Tests.Redelivery;

public sealed class TaskPastTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly TaskAttempt Lost = new()
    {
        Number = 1, Worker = "w0", Queue = "default", ReceivedAt = Start, StartedAt = Start,
    };

    [Test]
    public void Starts_count_that_came_to_no_end()
    {
        var past = Of(
            TaskState.Started,
            Lost,
            Lost with { Worker = "w2", StartedAt = Start.AddSeconds(2) },
            Lost with { Number = 2, Worker = "w3", StartedAt = Start.AddSeconds(1) },
            Lost with { StartedAt = null },
            Lost with { FinishedAt = Start },
            Lost with { FinishedAt = Start, Outcome = TaskState.Retrying },
            Lost with { Number = 0 });

        Assert.That((past.LostStarts, past.LastLost?.Worker), Is.EqualTo((3, "w2")));
    }

    [TestCase(TaskState.Retrying, false)]
    [TestCase(TaskState.Revoked, true)]
    [TestCase(TaskState.Ignored, true)]
    [TestCase(TaskState.Failed, false)]
    [TestCase(null, false)]
    public void A_task_is_over_that_has_come_to_an_end_other_than_failure(TaskState? outcome, bool isOver) => Assert.That(
        Of(TaskState.Started, Lost with { FinishedAt = Start, Outcome = outcome }).IsOver, Is.EqualTo(isOver));

    [Test]
    public void An_at_most_once_task_is_over_whose_next_attempt_is_with_the_scheduler()
    {
        using var run = Deliveries.Run(policy: new TaskPolicy { Acknowledge = AcknowledgeMode.AtMostOnce });
        var retrying = Lost with { FinishedAt = Start, Outcome = TaskState.Retrying };

        Assert.That(new TaskPast(StatusOf(TaskState.Retrying, retrying), run).IsOver, Is.True);
    }

    [Test]
    public void A_task_is_over_that_has_succeeded_however_that_is_known()
    {
        var past = Of(TaskState.Succeeded);

        Assert.That((past.IsOver, past.HasSucceeded), Is.EqualTo((true, true)));
    }

    [Test]
    public void A_task_that_has_failed_before_its_message_was_moved_fails_with_the_same_error()
    {
        var error = new TaskError { Type = "System.IO.IOException", Message = "disk full", StackTrace = "at once" };
        var failed = Lost with { FinishedAt = Start, Outcome = TaskState.Failed, Error = error };

        var again = Of(TaskState.Failed, failed).WhyNotAgain("math.add");
        Assert.That(ExecutionEvents.ErrorOf(again!), Is.EqualTo(error));

        var rejected = Of(TaskState.Rejected, failed with { Outcome = TaskState.Rejected }).WhyNotAgain("math.add");
        Assert.That(rejected, Is.TypeOf<TaskRejectedException>().With.Message.EqualTo("disk full"));
    }

    [Test]
    public void A_task_that_was_started_without_an_end_is_lost_with_its_worker()
    {
        Assert.That(
            Of(TaskState.Started, Lost).WhyNotAgain("math.add"),
            Is.TypeOf<WorkerLostException>().With.Message.Contains("worker 'w0'"));
        Assert.That(Of(TaskState.Received).WhyNotAgain("math.add"), Is.Null);
    }

    [Test]
    public void Trackers_know_the_past_when_they_know_of_the_run_itself()
    {
        using var run = Deliveries.Run();
        var itself = Lost with { Worker = "w1", ReceivedAt = run.ReceivedAt.AddTicks(-run.ReceivedAt.Ticks % 10) };

        Assert.That(TaskPast.Knows(StatusOf(TaskState.Received, itself), run), Is.True);
        Assert.That(TaskPast.Knows(StatusOf(TaskState.Received, itself with { Worker = "w2" }), run), Is.False);
        Assert.That(new TaskPast(StatusOf(TaskState.Started, itself), run).LostStarts, Is.Zero);
    }

    [Test]
    public void The_highest_attempt_counts_that_a_worker_has_started_from_the_same_message()
    {
        var retrying = Lost with { FinishedAt = Start, Outcome = TaskState.Retrying };
        var second = Lost with { Number = 2, StartedAt = Start.AddSeconds(1) };
        var byScheduler = second with { Number = 3, ReceivedAt = Start.AddSeconds(2) };

        Assert.That(Of(TaskState.Started, retrying, second, byScheduler).Furthest, Is.EqualTo(2));
        Assert.That(Of(TaskState.Started, retrying, second with { StartedAt = null }).Furthest, Is.EqualTo(1));
        Assert.That(Of(TaskState.Received).Furthest, Is.EqualTo(1));
    }

    [Test]
    public void Trackers_that_keep_later_attempts_only_know_the_past_too()
    {
        using var run = Deliveries.Run();
        var later = Enumerable.Range(2, 50).Select(number => Lost with { Number = number }).ToArray();

        Assert.That(TaskPast.Knows(StatusOf(TaskState.Started, later), run), Is.True);
        Assert.That(TaskPast.Knows(StatusOf(TaskState.Started, later[..49]), run), Is.False);
        Assert.That(new TaskPast(StatusOf(TaskState.Started, later), run).Furthest, Is.EqualTo(51));
    }

    private static TaskPast Of(TaskState state, params TaskAttempt[] runs)
    {
        using var run = Deliveries.Run();
        return new TaskPast(StatusOf(state, runs), run);
    }

    private static TaskStatus StatusOf(TaskState state, params TaskAttempt[] runs) =>
        new() { TaskId = Guid.CreateVersion7(), State = state, Attempts = runs };
}
