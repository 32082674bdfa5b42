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

    public Task Lost(WorkerLoss loss, CancellationToken cancellationToken) =>
        Fail(loss, $"has not been heard of since {TaskHeaderFormat.Write(loss.Since)}", cancellationToken);

    public async Task LookAgain(
        IReadOnlyList<WorkerStatus> workers, TimeSpan age, CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - age;
        var known = workers.ToDictionary(worker => worker.Heartbeat.Worker, StringComparer.Ordinal);
        for (var last = ""; ;)
        {
            var names = await store.ListLostWith(last, MostAtOnce, cancellationToken);
            if (names.Count == 0)
                return;

            last = names[^1];
            foreach (var name in names)
                await LookAgain(name, known.GetValueOrDefault(name), before, cancellationToken);
        }
    }

    /// <summary>What a worker of that name has begun before a time, and cannot be running any more.</summary>
    private Task LookAgain(
        string name, WorkerStatus? worker, DateTimeOffset before, CancellationToken cancellationToken)
    {
        if (worker is null)
            return Fail(Earlier(before), "is not known to the trackers", cancellationToken);

        var since = TaskHeaderFormat.Write(worker.Since);
        var started = worker.Heartbeat.StartedAt;
        return worker.State switch
        {
            // The end of its runs may be on its way.
            WorkerState.Lost or WorkerState.Stopped when worker.Since > before => Task.CompletedTask,
            WorkerState.Lost => Fail(Earlier(before), $"has been lost since {since}", cancellationToken),
            WorkerState.Stopped => Fail(Earlier(before), $"stopped at {since}", cancellationToken),
            _ => Fail(
                Earlier(started < before ? started : before),
                $"began anew at {TaskHeaderFormat.Write(started)}",
                cancellationToken),
        };

        WorkerLoss Earlier(DateTimeOffset time) => new() { Id = 0, Worker = name, Since = time, Before = time };
    }

    private async Task Fail(WorkerLoss loss, string how, CancellationToken cancellationToken)
    {
        for (var last = Guid.Empty; ;)
        {
            var lost = await store.FindLostWith(loss.Worker, last, MostAtOnce, cancellationToken);
            if (lost.Count == 0)
                return;

            last = lost[^1].CorrelationId;
            await tracker.Track([.. lost.SelectMany(saga => Failures(saga, loss, how))], cancellationToken);
        }
    }

    private IEnumerable<TrackedEvent> Failures(TaskSaga saga, WorkerLoss loss, string how)
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
                    Message = $"Worker '{loss.Worker}', which ran the task, {how}, and the task's policy says not to run "
                        + "it again.",
                },
            });
        }
    }

    private static bool IsLost(TaskAttempt run, WorkerLoss loss) =>
        run is { FailsIfLost: true, StartedAt: not null, FinishedAt: null, Outcome: null }
        && string.Equals(run.Worker, loss.Worker, StringComparison.Ordinal)
        && !(run.StartedAt >= loss.Before);
}
