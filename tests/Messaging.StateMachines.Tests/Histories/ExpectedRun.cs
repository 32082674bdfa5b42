using Messaging.Contracts;

namespace Messaging.StateMachines.Tests;

/// <summary>
/// What is to be known of one run after all events, worked out the slow and plain way: from all of them at once.
/// </summary>
internal sealed record ExpectedRun(int Number, string Worker, DateTimeOffset ReceivedAt, TaskRunEvent[] Told)
{
    public TaskRunEvent? End => Array.Find(Told, IsEnd);

    public TaskPutBack? PutBack => Told.OfType<TaskPutBack>().FirstOrDefault();

    public TaskState? Outcome => End switch
    {
        TaskRetrying => TaskState.Retrying,
        TaskSucceeded => TaskState.Succeeded,
        TaskFailed => TaskState.Failed,
        TaskRevoked => TaskState.Revoked,
        TaskExpired => TaskState.Expired,
        TaskRejected => TaskState.Rejected,
        TaskIgnored => TaskState.Ignored,
        _ => null,
    };

    public bool EndsTheTask => Outcome is not (null or TaskState.Retrying);

    public DateTimeOffset? FinishedAt => Cut(End?.Time ?? PutBack?.Time);

    public DateTimeOffset? StartedAt => Cut(Array.Find(Told, told => told is TaskStarted)?.Time ?? End switch
    {
        TaskRetrying retrying => retrying.StartedAt,
        TaskSucceeded succeeded => succeeded.StartedAt,
        TaskFailed failed => failed.StartedAt,
        TaskRevoked revoked => revoked.StartedAt,
        TaskRejected rejected => rejected.StartedAt,
        TaskIgnored ignored => ignored.StartedAt,
        _ => PutBack?.StartedAt,
    });

    public TaskState State => Outcome ?? (StartedAt is null ? TaskState.Received : TaskState.Started);

    public static ExpectedRun[] Of(History history) =>
    [
        .. history.RunEvents
            .GroupBy(told => (told.Attempt, told.Worker, ReceivedAt: Cut(told.ReceivedAt)))
            .Select(run => new ExpectedRun(run.Key.Attempt, run.Key.Worker, run.Key.ReceivedAt, [.. run]))
            .OrderBy(run => run.Number).ThenBy(run => run.ReceivedAt).ThenBy(run => run.Worker, StringComparer.Ordinal),
    ];

    /// <summary>
    /// The run that counts. Success beats everything else; then what follows the latest replay; of that any end beats none,
    /// then the highest attempt, then the one that has come furthest, then the latest.
    /// </summary>
    public static ExpectedRun? ThatCounts(ExpectedRun[] runs, int replayAttempt) => runs
        .OrderBy(run => run.Outcome == TaskState.Succeeded)
        .ThenBy(run => run.Number >= replayAttempt)
        .ThenBy(run => run.EndsTheTask)
        .ThenBy(run => run.Number)
        .ThenBy(run => run.EndsTheTask ? TaskState.Unknown : run.State)
        .ThenBy(run => run.Outcome is null ? null : run.FinishedAt)
        .ThenBy(run => run.ReceivedAt)
        .ThenBy(run => run.Worker, StringComparer.Ordinal)
        .LastOrDefault();

    /// <summary>Stores keep microseconds.</summary>
    private static DateTimeOffset Cut(DateTimeOffset time) => new(time.UtcTicks / 10 * 10, TimeSpan.Zero);

    private static DateTimeOffset? Cut(DateTimeOffset? time) => time is { } known ? Cut(known) : null;

    private static bool IsEnd(TaskRunEvent told) =>
        told is TaskRetrying or TaskSucceeded or TaskFailed or TaskRevoked or TaskExpired or TaskRejected or TaskIgnored;
}
