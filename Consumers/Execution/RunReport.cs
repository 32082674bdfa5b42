using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// Tells how far an attempt has come. The event is made when its batch leaves: of an attempt that has gone further by
/// then only the latest is told, and of one that has ended nothing, since its end tells all that came before.
/// </summary>
internal sealed class RunReport
{
    private readonly TaskExecution run;
    private readonly int attempt;
    private readonly Func<TaskEvent?> latest;
    private DateTimeOffset startedAt;
    private int stage;
    private int waits;

    public RunReport(TaskExecution run)
    {
        this.run = run;
        attempt = run.Attempt;
        latest = Latest;
    }

    private enum Stage
    {
        Nothing = 0,
        Received = 1,
        Started = 2,
    }

    public ValueTask Received(ITaskEventSink events, CancellationToken cancellationToken) =>
        Tell(Stage.Received, events, cancellationToken);

    public ValueTask Started(DateTimeOffset time, ITaskEventSink events, CancellationToken cancellationToken)
    {
        startedAt = time;
        return Tell(Stage.Started, events, cancellationToken);
    }

    /// <summary>The attempt's end is about to be told.</summary>
    public void Ended() => Volatile.Write(ref stage, (int)Stage.Nothing);

    private ValueTask Tell(Stage reached, ITaskEventSink events, CancellationToken cancellationToken)
    {
        Volatile.Write(ref stage, (int)reached);
        return Interlocked.Exchange(ref waits, 1) == 1
            ? ValueTask.CompletedTask
            : events.AddLatest(latest, cancellationToken);
    }

    private TaskEvent? Latest()
    {
        // First, so that whatever comes after the look below is queued anew.
        Interlocked.Exchange(ref waits, 0);
        return (Stage)Volatile.Read(ref stage) switch
        {
            Stage.Received => run.Received(attempt, arguments: null),
            Stage.Started => run.Started(attempt, startedAt),
            _ => null,
        };
    }
}
