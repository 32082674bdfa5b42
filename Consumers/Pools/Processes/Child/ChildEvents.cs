using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>What a task tells while it runs in a child process: its worker passes it on.</summary>
internal sealed class ChildEvents(ChildConnection connection) : ITaskEventSink
{
    public async ValueTask Add(TaskEvent taskEvent, CancellationToken cancellationToken)
    {
        switch (taskEvent)
        {
            case TaskProgressed progressed:
                await connection.Tell(
                    FrameKind.Progress, new ProgressFrame(progressed.Time, progressed.Progress));
                break;
            case TaskStateSet state:
                await connection.Tell(FrameKind.State, new StateFrame(state.Time, state.CustomState, state.Meta));
                break;
            default:
                throw NotTold(taskEvent);
        }
    }

    public ValueTask AddLatest(Func<TaskEvent?> latest, CancellationToken cancellationToken) => throw NotTold(null);

    public Task AddConfirmed(TaskEvent taskEvent, CancellationToken cancellationToken) => throw NotTold(taskEvent);

    private static NotSupportedException NotTold(TaskEvent? told) => new(
        $"A child process does not tell {told?.GetType().Name ?? "events"}; the worker that started it does.");
}
