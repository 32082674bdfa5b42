using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Says of tasks that do not run twice that they have failed, when the worker is lost that ran them. It says so as a run of
/// its own beside the worker's: should that have been cut off only, and tell later that a task has succeeded, that counts.
/// </summary>
internal sealed class LostTasks(ITaskStore store, TaskTracker tracker, TimeProvider clock) : IWorkerLoss
{
    /// <summary>Named as the worker of such a run.</summary>
    public const string Worker = "messaging-tracker";

    private const int MostAtOnce = 500;

    public async Task Lost(WorkerLoss loss, CancellationToken cancellationToken)
    {
        for (var last = Guid.Empty; ;)
        {
            var lost = await store.FindLostWith(loss.Worker, last, MostAtOnce, cancellationToken);
            if (lost.Count == 0)
                return;

            last = lost[^1].CorrelationId;
            await tracker.Track([.. lost.SelectMany(saga => Failures(saga, loss))], cancellationToken);
        }
    }

    private IEnumerable<TrackedEvent> Failures(TaskSaga saga, WorkerLoss loss)
    {
        foreach (var run in saga.Attempts.Where(run => IsLost(run, loss)))
        {
            yield return new PresumedFailure(new TaskFailed
            {
                TaskId = saga.CorrelationId,
                Time = clock.GetUtcNow(),
                Attempt = run.Number,
                Worker = Worker,
                // The same for whoever else finds it.
                ReceivedAt = run.StartedAt.GetValueOrDefault(),
                Name = saga.Name ?? "",
                Queue = run.Queue,
                StartedAt = run.StartedAt,
                Error = new TaskError
                {
                    Type = TaskErrorTypes.WorkerLost,
                    Message = $"Worker '{loss.Worker}', which ran the task, has not been heard of since "
                        + $"{TaskHeaderFormat.Write(loss.Since)}, and the task's policy says not to run it again.",
                },
            });
        }
    }

    private static bool IsLost(TaskAttempt run, WorkerLoss loss) =>
        run is { FailsIfLost: true, StartedAt: not null, FinishedAt: null, Outcome: null }
        && string.Equals(run.Worker, loss.Worker, StringComparison.Ordinal)
        && !(run.StartedAt >= loss.Before);
}
