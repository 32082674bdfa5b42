using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>The client, over one bus.</summary>
internal sealed class TaskClient(
    TaskSender sender,
    TaskFollower follower,
    TaskRevocations revocations,
    TaskLists lists,
    ReplyQueue replies,
    TimeProvider clock)
    : ITaskClient
{
    public Task<TaskHandle> Send(ITask task, CancellationToken cancellationToken = default) =>
        Send(task, TaskOptions.Default, cancellationToken);

    public async Task<TaskHandle> Send(ITask task, TaskOptions options, CancellationToken cancellationToken = default)
    {
        var outgoing = sender.Prepare(task, options);
        return new TaskHandle(outgoing.TaskId, follower, await sender.Send(outgoing, cancellationToken));
    }

    public Task<TaskHandle<TResult>> Send<TResult>(
        ITask<TResult> task, CancellationToken cancellationToken = default) =>
        Send(task, TaskOptions.Default, cancellationToken);

    public async Task<TaskHandle<TResult>> Send<TResult>(
        ITask<TResult> task, TaskOptions options, CancellationToken cancellationToken = default)
    {
        var outgoing = sender.Prepare(task, options);
        return new TaskHandle<TResult>(outgoing.TaskId, follower, await sender.Send(outgoing, cancellationToken));
    }

    public Task<IReadOnlyList<TaskHandle>> SendMany(
        IEnumerable<ITask> tasks, CancellationToken cancellationToken = default) =>
        SendMany(tasks, TaskOptions.Default, cancellationToken);

    public async Task<IReadOnlyList<TaskHandle>> SendMany(
        IEnumerable<ITask> tasks, TaskOptions options, CancellationToken cancellationToken = default)
    {
        var sent = await sender.SendMany(tasks, options, cancellationToken);
        return sent.Handles((taskId, submitted) => new TaskHandle(taskId, follower, submitted));
    }

    public Task<IReadOnlyList<TaskHandle<TResult>>> SendMany<TResult>(
        IEnumerable<ITask<TResult>> tasks, CancellationToken cancellationToken = default) =>
        SendMany(tasks, TaskOptions.Default, cancellationToken);

    public async Task<IReadOnlyList<TaskHandle<TResult>>> SendMany<TResult>(
        IEnumerable<ITask<TResult>> tasks, TaskOptions options, CancellationToken cancellationToken = default)
    {
        var sent = await sender.SendMany(tasks, options, cancellationToken);
        return sent.Handles((taskId, submitted) => new TaskHandle<TResult>(taskId, follower, submitted));
    }

    public Task<TResult> Call<TResult>(
        ITask<TResult> task, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        Call(task, TaskOptions.Default, timeout, cancellationToken);

    public async Task<TResult> Call<TResult>(
        ITask<TResult> task, TaskOptions options, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (timeout <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "The timeout must be more than zero.");

        var outgoing = sender.Prepare(task, options);
        using var deadline = new CancellationTokenSource(timeout, clock);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        SubmittedTask? submitted = null;
        try
        {
            var reply = await replies.AskOnce<TaskReply>(
                async (requestId, replyTo, token) =>
                {
                    outgoing.ReplyTo = (requestId, replyTo);
                    submitted = await sender.Send(outgoing, token);
                },
                giveUp.Token);

            // The task must not be sent twice. After a lost connection the tracker is the one to ask.
            var outcome = reply is not null
                ? TaskOutcome.Of(reply, outgoing.Name)
                : TaskOutcome.Of(await follower.Wait(outgoing.TaskId, submitted, timeout, giveUp.Token));
            return follower.Complete(outcome).Result<TResult>();
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw await follower.NotEndedInTime(outgoing.TaskId, submitted, timeout, exception, cancellationToken);
        }
    }

    public TaskHandle Get(Guid taskId) => new(taskId, follower, null);

    public TaskHandle<TResult> Get<TResult>(Guid taskId) => new(taskId, follower, null);

    public Task Revoke(
        Guid taskId,
        RevokeMode mode = RevokeMode.BeforeStart,
        string? reason = null,
        CancellationToken cancellationToken = default) =>
        revocations.Revoke(taskId, mode, reason, cancellationToken);

    public Task Revoke(
        IEnumerable<Guid> taskIds,
        RevokeMode mode = RevokeMode.BeforeStart,
        string? reason = null,
        CancellationToken cancellationToken = default) =>
        revocations.Revoke(taskIds, mode, reason, cancellationToken);

    public Task RevokeByName(
        string taskName,
        RevokeMode mode = RevokeMode.BeforeStart,
        string? reason = null,
        TimeSpan? keepFor = null,
        CancellationToken cancellationToken = default) =>
        revocations.Revoke(rule => rule with { TaskName = taskName }, mode, reason, keepFor, cancellationToken);

    public Task RevokeByHeader(
        string header,
        string value,
        RevokeMode mode = RevokeMode.BeforeStart,
        string? reason = null,
        TimeSpan? keepFor = null,
        CancellationToken cancellationToken = default) =>
        revocations.Revoke(
            rule => rule with { Header = header, Value = value }, mode, reason, keepFor, cancellationToken);

    public Task<RevokedTasks> ListRevocations(CancellationToken cancellationToken = default) =>
        revocations.List(cancellationToken);

    public IAsyncEnumerable<TaskSummary> List(TaskFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return lists.All(new ListTasks { Filter = filter, PageSize = TaskLists.PageSize }, cancellationToken);
    }

    public IAsyncEnumerable<TaskSummary> List(ListTasks query, CancellationToken cancellationToken = default) =>
        lists.All(query, cancellationToken);

    public Task<TaskPage> ListPage(ListTasks query, CancellationToken cancellationToken = default) =>
        lists.Page(query, cancellationToken);

    public Task<TaskCounts> Count(CountTasks query, CancellationToken cancellationToken = default) =>
        lists.Count(query, cancellationToken);

    public Task<TaskBacklog> GetBacklog(string? queue = null, CancellationToken cancellationToken = default) =>
        lists.Backlog(queue, cancellationToken);

    public IAsyncEnumerable<ScheduledItem> ListScheduled(
        ListScheduled query, CancellationToken cancellationToken = default) =>
        lists.Scheduled(query, cancellationToken);

    public Task<ScheduledCounts> CountScheduled(
        CountScheduled query, CancellationToken cancellationToken = default) =>
        lists.CountScheduled(query, cancellationToken);
}
