using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>Turns what is asked for into commands.</summary>
internal sealed class WorkerControl(WorkerRequests requests, TrackerQueries queries, TaskRoutes routes) : IWorkerControl
{
    public Task<ControlResult<TimeSpan>> Ping(
        ControlOptions? options = null, CancellationToken cancellationToken = default) =>
        requests.Ask(
            new WorkerCommand { Kind = WorkerCommandKind.Ping },
            options ?? ControlOptions.Default,
            (_, after) => after,
            cancellationToken);

    public Task<ControlResult<WorkerHeartbeat>> Stats(
        ControlOptions? options = null, CancellationToken cancellationToken = default) =>
        AskHowItIs(new WorkerCommand { Kind = WorkerCommandKind.Stats }, options, cancellationToken);

    public Task<ControlResult<IReadOnlyList<WorkerTask>>> Active(
        ControlOptions? options = null, CancellationToken cancellationToken = default) =>
        AskForTasks(WorkerCommandKind.Active, options, cancellationToken);

    public Task<ControlResult<IReadOnlyList<WorkerTask>>> Reserved(
        ControlOptions? options = null, CancellationToken cancellationToken = default) =>
        AskForTasks(WorkerCommandKind.Reserved, options, cancellationToken);

    public Task<ControlResult<IReadOnlyList<WorkerTask>>> Scheduled(
        ControlOptions? options = null, CancellationToken cancellationToken = default) =>
        AskForTasks(WorkerCommandKind.Scheduled, options, cancellationToken);

    public Task<ControlResult<WorkerRevocations>> Revoked(
        ControlOptions? options = null, CancellationToken cancellationToken = default) =>
        Ask(
            new WorkerCommand { Kind = WorkerCommandKind.Revoked },
            options,
            reply => reply.Revoked ?? new WorkerRevocations { TaskIds = [], Rules = [] },
            cancellationToken);

    public Task<ControlResult<IReadOnlyList<string>>> Registered(
        ControlOptions? options = null, CancellationToken cancellationToken = default) =>
        Ask(
            new WorkerCommand { Kind = WorkerCommandKind.Registered },
            options,
            reply => reply.Registered ?? [],
            cancellationToken);

    public Task<ControlResult<IReadOnlyList<WorkerQueue>>> Queues(
        ControlOptions? options = null, CancellationToken cancellationToken = default) =>
        AskForQueues(new WorkerCommand { Kind = WorkerCommandKind.Queues }, options, cancellationToken);

    public Task<ControlResult<IReadOnlyList<WorkerQueue>>> AddQueue(
        string queue, ControlOptions? options = null, CancellationToken cancellationToken = default) =>
        AskForQueues(OfQueue(WorkerCommandKind.AddQueue, queue), options, cancellationToken);

    public Task<ControlResult<IReadOnlyList<WorkerQueue>>> CancelQueue(
        string queue, ControlOptions? options = null, CancellationToken cancellationToken = default) =>
        AskForQueues(OfQueue(WorkerCommandKind.CancelQueue, queue), options, cancellationToken);

    public Task<ControlResult<IReadOnlyList<WorkerQueue>>> PauseQueue(
        string queue, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        AskForQueues(OfQueue(WorkerCommandKind.PauseQueue, queue), ForGood(timeout), cancellationToken);

    public Task<ControlResult<IReadOnlyList<WorkerQueue>>> ResumeQueue(
        string queue, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        AskForQueues(OfQueue(WorkerCommandKind.ResumeQueue, queue), ForGood(timeout), cancellationToken);

    public Task<ControlResult<string>> RateLimit(
        string taskName, string? rate, ControlOptions? options = null, CancellationToken cancellationToken = default) =>
        Limit(
            taskName,
            new WorkerCommand { Kind = WorkerCommandKind.RateLimit, Rate = rate },
            options,
            cancellationToken);

    public Task<ControlResult<string>> ClusterRateLimit(
        string taskName, string? rate, ControlOptions? options = null, CancellationToken cancellationToken = default) =>
        Limit(
            taskName,
            new WorkerCommand { Kind = WorkerCommandKind.ClusterRateLimit, Rate = rate },
            ForAll(options),
            cancellationToken);

    public Task<ControlResult<string>> ConcurrencyLimit(
        string taskName, int? count, ControlOptions? options = null, CancellationToken cancellationToken = default) =>
        Limit(
            taskName,
            new WorkerCommand { Kind = WorkerCommandKind.ConcurrencyLimit, Count = Most(count) },
            options,
            cancellationToken);

    public Task<ControlResult<string>> ClusterConcurrencyLimit(
        string taskName, int? count, ControlOptions? options = null, CancellationToken cancellationToken = default) =>
        Limit(
            taskName,
            new WorkerCommand { Kind = WorkerCommandKind.ClusterConcurrencyLimit, Count = Most(count) },
            ForAll(options),
            cancellationToken);

    public Task<ControlResult<string>> TimeLimit(
        string taskName,
        TimeSpan? soft,
        TimeSpan? hard,
        ControlOptions? options = null,
        CancellationToken cancellationToken = default) =>
        Limit(
            taskName,
            new WorkerCommand { Kind = WorkerCommandKind.TimeLimit, SoftTimeLimit = soft, TimeLimit = hard },
            options,
            cancellationToken);

    public Task<ControlResult<WorkerHeartbeat>> GrowPool(
        int count, ControlOptions? options = null, CancellationToken cancellationToken = default) =>
        Resize(WorkerCommandKind.GrowPool, count, options, cancellationToken);

    public Task<ControlResult<WorkerHeartbeat>> ShrinkPool(
        int count, ControlOptions? options = null, CancellationToken cancellationToken = default) =>
        Resize(WorkerCommandKind.ShrinkPool, count, options, cancellationToken);

    public Task<ControlResult<WorkerHeartbeat>> Autoscale(
        int? least, int? most, ControlOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (least < 1 || most < least || least is null != most is null)
        {
            throw new ArgumentOutOfRangeException(
                nameof(least), least, $"A pool cannot go from {least} to {most} tasks. Allowed: two numbers from 1 on, "
                + "the first one not larger than the second; or null twice.");
        }

        return AskHowItIs(
            new WorkerCommand { Kind = WorkerCommandKind.Autoscale, Least = least, Most = most },
            options,
            cancellationToken);
    }

    public Task<ControlResult<string>> Forget(
        WorkerCommandKind kind,
        string? name = null,
        ControlOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        if (WorkerSettingSlot.ForgetFault(kind) is { } fault)
            throw new ArgumentException(fault, nameof(kind));

        var command = WorkerSettingSlot.SubjectOf(kind) switch
        {
            WorkerSettingSubject.Queue => OfQueue(WorkerCommandKind.Forget, name ?? ""),
            WorkerSettingSubject.Task => OfTask(WorkerCommandKind.Forget, name ?? ""),
            _ => name is null
                ? new WorkerCommand { Kind = WorkerCommandKind.Forget }
                : throw new ArgumentException($"{kind} is of the pool. Leave the name '{name}' out.", nameof(name)),
        };
        return Ask(
            command with { Forgotten = kind },
            (options ?? ControlOptions.Default) with { Lifetime = SettingLifetime.Kept },
            reply => reply.Worker,
            cancellationToken);
    }

    public async Task<IReadOnlyList<WorkerCommand>> Kept(string worker, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(worker);
        var settings = await queries.Ask<GetWorkerSettings, WorkerSettings>(
            new GetWorkerSettings { Worker = worker }, cancellationToken);
        return settings.Commands;
    }

    public Task<ControlResult<string>> Shutdown(
        IReadOnlyList<string> workers, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(workers);
        return Ask(
            new WorkerCommand { Kind = WorkerCommandKind.Shutdown },
            Waiting(timeout) with { Workers = workers },
            reply => reply.Worker,
            cancellationToken);
    }

    private static ControlOptions? ForAll(ControlOptions? options) => options?.Workers is null
        ? options
        : throw new ArgumentException(
            "A limit over all workers is for all of them: those that are not told would say another one to the trackers. "
            + "Leave ControlOptions.Workers out.",
            nameof(options));

    private static ControlOptions ForGood(TimeSpan? timeout) =>
        Waiting(timeout) with { Lifetime = SettingLifetime.Kept };

    private static ControlOptions Waiting(TimeSpan? timeout) =>
        timeout is { } time ? ControlOptions.Default with { Timeout = time } : ControlOptions.Default;

    private static int? Most(int? count) => count is null or >= 0
        ? count
        : throw new ArgumentOutOfRangeException(
            nameof(count), count, $"A limit cannot be {count}. Allowed: 1 and more, or 0 for none.");

    private Task<ControlResult<string>> Limit(
        string taskName, WorkerCommand command, ControlOptions? options, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(taskName);
        return Ask(command with { TaskName = taskName }, options, reply => reply.Worker, cancellationToken);
    }

    private static WorkerCommand OfTask(WorkerCommandKind kind, string taskName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(taskName);
        return new WorkerCommand { Kind = kind, TaskName = taskName };
    }

    private WorkerCommand OfQueue(WorkerCommandKind kind, string queue)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(queue);
        return QueueNameRules.Fault(queue) is { } fault
            ? throw new ArgumentException(fault, nameof(queue))
            : new WorkerCommand { Kind = kind, Queue = routes.WithPrefix(queue) };
    }

    private Task<ControlResult<WorkerHeartbeat>> Resize(
        WorkerCommandKind kind, int count, ControlOptions? options, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return AskHowItIs(new WorkerCommand { Kind = kind, Count = count }, options, cancellationToken);
    }

    private Task<ControlResult<WorkerHeartbeat>> AskHowItIs(
        WorkerCommand command, ControlOptions? options, CancellationToken cancellationToken) =>
        Ask(command, options, reply => reply.Stats!, cancellationToken);

    private Task<ControlResult<IReadOnlyList<WorkerTask>>> AskForTasks(
        WorkerCommandKind kind, ControlOptions? options, CancellationToken cancellationToken) =>
        Ask(new WorkerCommand { Kind = kind }, options, reply => reply.Tasks ?? [], cancellationToken);

    private Task<ControlResult<IReadOnlyList<WorkerQueue>>> AskForQueues(
        WorkerCommand command, ControlOptions? options, CancellationToken cancellationToken) =>
        Ask(command, options, reply => reply.Queues ?? [], cancellationToken);

    private Task<ControlResult<T>> Ask<T>(
        WorkerCommand command,
        ControlOptions? options,
        Func<WorkerReply, T> answer,
        CancellationToken cancellationToken) =>
        requests.Ask(command, options ?? ControlOptions.Default, (reply, _) => answer(reply), cancellationToken);
}
