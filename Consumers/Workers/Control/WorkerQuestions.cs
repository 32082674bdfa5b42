using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>Answers what a worker holds and knows, also after a change. Changes nothing.</summary>
internal sealed class WorkerQuestions(
    WorkerPulse pulse,
    WorkerTasks tasks,
    RevocationList revocations,
    TaskRegistry registry,
    IWorkerQueues queues,
    TimeProvider clock)
{
    private const int MostTasks = 1_000;
    private const int MostIds = 10_000;
    private const int MostRules = 100;

    public WorkerReply Answer(WorkerCommandKind question, WorkerReply reply) => question switch
    {
        WorkerCommandKind.Ping or WorkerCommandKind.Shutdown or WorkerCommandKind.Forget or WorkerCommandKind.TimeLimit
            or WorkerCommandKind.RateLimit or WorkerCommandKind.ClusterRateLimit
            or WorkerCommandKind.ConcurrencyLimit or WorkerCommandKind.ClusterConcurrencyLimit => reply,
        WorkerCommandKind.Stats or WorkerCommandKind.GrowPool or WorkerCommandKind.ShrinkPool
            or WorkerCommandKind.Autoscale => reply with { Stats = pulse.Describe(WorkerState.Online) },
        WorkerCommandKind.Active => reply with { Tasks = Tasks(task => task.IsRunning) },
        WorkerCommandKind.Reserved => reply with { Tasks = Tasks(task => !task.IsRunning && !IsHeld(task)) },
        WorkerCommandKind.Scheduled => reply with { Tasks = Tasks(task => !task.IsRunning && IsHeld(task)) },
        WorkerCommandKind.Revoked => reply with { Revoked = Revoked() },
        WorkerCommandKind.Registered => reply with
        {
            Registered = [.. registry.Registrations.Select(task => task.Name).Order(StringComparer.Ordinal)],
        },
        WorkerCommandKind.Queues or WorkerCommandKind.AddQueue or WorkerCommandKind.CancelQueue
            or WorkerCommandKind.PauseQueue or WorkerCommandKind.ResumeQueue => reply with { Queues = queues.All },
        _ => reply with
        {
            Error = $"Worker '{reply.Worker}' does not know the command {(int)question}. It runs another version of "
                + "Messaging than whoever asked; bring both to the same one.",
        },
    };

    private bool IsHeld(TaskExecution task) => task.HeldUntil > clock.GetUtcNow();

    private WorkerRevocations Revoked() => new()
    {
        TaskIds = [.. revocations.All.Take(MostIds)],
        Rules = [.. revocations.Rules.Take(MostRules)],
    };

    private WorkerTask[] Tasks(Func<TaskExecution, bool> isMeant) =>
    [
        .. tasks.All().Where(task => !task.HasEnded && isMeant(task)).Take(MostTasks).Select(task => new WorkerTask
        {
            TaskId = task.TaskId,
            Name = task.Name,
            Queue = task.Queue,
            Attempt = task.Attempt,
            ReceivedAt = task.ReceivedAt,
            StartedAt = task.StartedAt,
            HeldUntil = IsHeld(task) ? task.HeldUntil : null,
        }),
    ];
}
