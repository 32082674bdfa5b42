using Messaging.Contracts;

namespace Messaging.StateMachines.Tests;

/// <summary>What a saga says of its attempts, against what is to be said of all events at once.</summary>
public sealed class AttemptsTests
{
    [Test]
    public void Every_attempt_is_kept_with_all_that_was_told_of_it() =>
        Always.Holds(History.OfOneTask, cases: 2_000, async history =>
        {
            var expected = ExpectedRun.Of(history);
            if (expected.Length > TaskRuns.Most)
                return;

            var saga = await Sagas.After(history.Delivered());

            Equal("attempts", saga.Attempts.Select(Describe), expected.Select(Describe));
        });

    [Test]
    public void The_attempt_that_counts_says_where_the_task_is() =>
        Always.Holds(History.OfOneTask, cases: 3_000, async history =>
        {
            if (ExpectedRun.ThatCounts(ExpectedRun.Of(history), LastReplay(history)?.Attempt ?? 0) is not { } expected)
                return;

            var saga = await Sagas.After(history.Delivered());
            if (expected.Outcome != TaskState.Succeeded && LastReplay(history) is { } replay
                && replay.Attempt > expected.Number)
            {
                Equal("state", [saga.CurrentState], ["Pending"]);
                Equal("attempt", [(saga.Attempt, saga.Worker, saga.Queue)], [(replay.Attempt, null, replay.Queue)]);
                Equal("end", [(saga.FinishedAt, saga.Error?.Message)], [(null, null)]);
                return;
            }

            Equal("state", [saga.CurrentState], [expected.State.ToString()]);
            Equal("attempt", [(saga.Attempt, saga.Worker)], [(expected.Number, expected.Worker)]);
            Equal("started at", [saga.StartedAt], [expected.StartedAt]);
            Equal("finished at", [saga.FinishedAt], [expected.EndsTheTask ? expected.FinishedAt : null]);
            Equal("result", [saga.Result], [(expected.End as TaskSucceeded)?.Result]);
            Equal("error", [saga.Error?.Message], [Error(expected)]);
        });

    [Test]
    public void A_task_that_no_worker_has_seen_is_where_its_sender_has_put_it() =>
        Always.Holds(History.OfOneTask, cases: 1_000, async history =>
        {
            object[] events = [.. history.Delivered().Where(happened => happened is not TaskRunEvent)];
            var isReplayed = events.Any(happened => happened is TaskReplayed);
            var waits = events.Any(happened => happened is TaskScheduled or TaskSubmitted { Eta: not null });
            var isSent = events.Any(happened => happened is TaskSubmitted);

            var saga = await Sagas.After(events);

            Equal(
                "state",
                [saga.CurrentState],
                [isReplayed ? "Pending" : waits ? "Scheduled" : isSent ? "Pending" : "Initial"]);
        });

    /// <summary>Of the highest attempt; the latest of those.</summary>
    private static TaskReplayed? LastReplay(History history) => history.Events
        .OfType<TaskReplayed>()
        .OrderBy(replay => replay.Attempt)
        .ThenBy(replay => replay.Time.UtcTicks / TimeSpan.TicksPerMicrosecond)
        .ThenBy(replay => replay.Queue, StringComparer.Ordinal)
        .LastOrDefault();

    private static object Describe(TaskAttempt run) => (
        run.Number, run.Worker, run.ReceivedAt, run.StartedAt, run.FinishedAt, run.Outcome, run.Error?.Message);

    private static object Describe(ExpectedRun run) => (
        run.Number, run.Worker, run.ReceivedAt, run.StartedAt, run.FinishedAt, run.Outcome, Error(run));

    private static string? Error(ExpectedRun run) => run.End switch
    {
        TaskRetrying retrying => retrying.Error.Message,
        TaskFailed failed => failed.Error.Message,
        TaskRejected rejected => rejected.Error.Message,
        TaskRevoked revoked => revoked.Reason,
        TaskExpired late => $"The task was to be started before {late.Expires:yyyy-MM-ddTHH:mm:ss.ffffff}0+00:00.",
        _ => null,
    };

    private static void Equal<T>(string what, IEnumerable<T> actual, IEnumerable<T> expected)
    {
        T[] found = [.. actual];
        T[] wanted = [.. expected];
        if (!found.SequenceEqual(wanted))
            throw new AssertionException($"{what}: {string.Join("; ", found)} instead of {string.Join("; ", wanted)}");
    }
}
