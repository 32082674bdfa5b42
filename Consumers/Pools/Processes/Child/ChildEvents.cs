using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// What a task tells while it runs in a child process: its worker passes it on. What the task has left running when it
/// ended may go on telling; that is dropped, since another task may run by then.
/// </summary>
internal sealed class ChildEvents(ChildConnection connection) : ITaskEventSink
{
    private CurrentRun? current;

    /// <summary>A run begins.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="run">The run.</param>
    public void Begin(int number, TaskExecution run) =>
        Volatile.Write(ref current, new CurrentRun(number, run.TaskId, run.ReceivedAt));

    /// <summary>It has ended.</summary>
    public void End() => Volatile.Write(ref current, null);

    public async ValueTask Add(TaskEvent taskEvent, CancellationToken cancellationToken)
    {
        if (taskEvent is not (TaskProgressed or TaskStateSet))
            throw NotTold(taskEvent);
        if (Volatile.Read(ref current) is not { } run || !run.Has((TaskRunEvent)taskEvent))
            return;

        if (taskEvent is TaskStateSet state)
        {
            await connection.Tell(
                FrameKind.State, new StateFrame(run.Number, state.Time, state.CustomState, state.Meta));
        }
        else if (taskEvent is TaskProgressed progressed)
        {
            await connection.Tell(
                FrameKind.Progress, new ProgressFrame(run.Number, progressed.Time, progressed.Progress));
        }
    }

    public ValueTask AddLatest(Func<TaskEvent?> latest, CancellationToken cancellationToken) => throw NotTold(null);

    public Task AddConfirmed(TaskEvent taskEvent, CancellationToken cancellationToken) => throw NotTold(taskEvent);

    private static NotSupportedException NotTold(TaskEvent? told) => new(
        $"A child process does not tell {told?.GetType().Name ?? "events"}; the worker that started it does.");

    /// <summary>No two runs of a task begin at the same time in one child.</summary>
    private sealed record CurrentRun(int Number, Guid TaskId, DateTimeOffset ReceivedAt)
    {
        public bool Has(TaskRunEvent told) => told.TaskId == TaskId && told.ReceivedAt == ReceivedAt;
    }
}
