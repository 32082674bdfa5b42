using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>
/// Sends tasks and follows them. Speaks to the broker only, never to a database. Safe for use by many threads;
/// one instance serves a whole process.
/// </summary>
public interface ITaskClient
{
    /// <summary>Sends a task and returns once the broker has confirmed it.</summary>
    /// <param name="task">The task.</param>
    /// <param name="cancellationToken">Gives up sending.</param>
    /// <returns>A handle on the task.</returns>
    /// <exception cref="BrokerUnreachableException">
    /// The broker could not be reached (retries after 0, 0.2 and 0.4 s) or did not confirm within
    /// <c>Messaging:Producer:SendTimeout</c>. The task may have been sent.
    /// </exception>
    Task<TaskHandle> Send(ITask task, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="Send(ITask,CancellationToken)"/>
    /// <param name="task">The task.</param>
    /// <param name="options">How to send it.</param>
    /// <param name="cancellationToken">Gives up sending.</param>
    /// <exception cref="TaskOptionsException">An option is out of range, or two contradict each other.</exception>
    Task<TaskHandle> Send(ITask task, TaskOptions options, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="Send(ITask,CancellationToken)"/>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    Task<TaskHandle<TResult>> Send<TResult>(ITask<TResult> task, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="Send(ITask,TaskOptions,CancellationToken)"/>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    Task<TaskHandle<TResult>> Send<TResult>(
        ITask<TResult> task, TaskOptions options, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends many tasks, not one confirm after another: up to 1,000 are on their way at a time.
    /// </summary>
    /// <param name="tasks">The tasks; enumerated once, as they are sent.</param>
    /// <param name="cancellationToken">Gives up sending what is left.</param>
    /// <returns>A handle for each task, in the order given.</returns>
    /// <exception cref="SendManyException">Some could not be sent. It tells which were.</exception>
    Task<IReadOnlyList<TaskHandle>> SendMany(IEnumerable<ITask> tasks, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="SendMany(IEnumerable{ITask},CancellationToken)"/>
    /// <param name="tasks">The tasks; enumerated once, as they are sent.</param>
    /// <param name="options">How to send each of them. May not hold a task id.</param>
    /// <param name="cancellationToken">Gives up sending what is left.</param>
    /// <exception cref="TaskOptionsException">An option is out of range, or two contradict each other.</exception>
    Task<IReadOnlyList<TaskHandle>> SendMany(
        IEnumerable<ITask> tasks, TaskOptions options, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="SendMany(IEnumerable{ITask},CancellationToken)"/>
    /// <typeparam name="TResult">Type of the results.</typeparam>
    Task<IReadOnlyList<TaskHandle<TResult>>> SendMany<TResult>(
        IEnumerable<ITask<TResult>> tasks, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="SendMany(IEnumerable{ITask},TaskOptions,CancellationToken)"/>
    /// <typeparam name="TResult">Type of the results.</typeparam>
    Task<IReadOnlyList<TaskHandle<TResult>>> SendMany<TResult>(
        IEnumerable<ITask<TResult>> tasks, TaskOptions options, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends a task and waits for its result on the fast path: the worker replies straight to this process. The tracker
    /// records the task all the same. For short work that someone waits for; use <c>Send</c> and
    /// <see cref="TaskHandle{TResult}.GetResult"/> for anything that should outlive this process.
    /// </summary>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    /// <param name="task">The task.</param>
    /// <param name="timeout">How long to wait, sending included; more than zero.</param>
    /// <param name="cancellationToken">Gives up waiting. The task itself goes on.</param>
    /// <exception cref="TaskFailedException">The task failed or expired.</exception>
    /// <exception cref="TaskRevokedException">The task was revoked.</exception>
    /// <exception cref="TimeoutException">
    /// No reply in time; names the task and its last known state. A task that no worker could take (<c>Rejected</c>) ends
    /// here too: whoever rejects a message cannot read whom to reply to.
    /// </exception>
    /// <exception cref="BrokerUnreachableException">As for <c>Send</c>.</exception>
    Task<TResult> Call<TResult>(ITask<TResult> task, TimeSpan timeout, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="Call{TResult}(ITask{TResult},TimeSpan,CancellationToken)"/>
    /// <param name="task">The task.</param>
    /// <param name="options">How to send it.</param>
    /// <param name="timeout">How long to wait, sending included; more than zero.</param>
    /// <param name="cancellationToken">Gives up waiting. The task itself goes on.</param>
    /// <exception cref="TaskOptionsException">An option is out of range, or two contradict each other.</exception>
    Task<TResult> Call<TResult>(
        ITask<TResult> task, TaskOptions options, TimeSpan timeout, CancellationToken cancellationToken = default);

    /// <summary>A handle on a task that was sent earlier or elsewhere. Asks nobody, so any id will do.</summary>
    /// <param name="taskId">The task's id.</param>
    TaskHandle Get(Guid taskId);

    /// <inheritdoc cref="Get(Guid)"/>
    /// <typeparam name="TResult">Type of the result.</typeparam>
    TaskHandle<TResult> Get<TResult>(Guid taskId);

    /// <summary>
    /// Calls a task off. A task that no worker has started is dropped when it reaches one; it is <c>Revoked</c> from
    /// then on. Remembered by the tracker, so workers that start later know of it too.
    /// </summary>
    /// <param name="taskId">The task's id.</param>
    /// <param name="mode">Whether to break off a running task as well.</param>
    /// <param name="reason">Why, for whoever reads the task's history.</param>
    /// <param name="cancellationToken">Gives up sending the revocation.</param>
    /// <exception cref="BrokerUnreachableException">As for <c>Send</c>.</exception>
    Task Revoke(
        Guid taskId,
        RevokeMode mode = RevokeMode.BeforeStart,
        string? reason = null,
        CancellationToken cancellationToken = default);

    /// <summary>Calls many tasks off, each as the other <c>Revoke</c> does, in messages of 1,000.</summary>
    /// <param name="taskIds">The tasks' ids; enumerated once. Repeated ones count once.</param>
    /// <param name="mode">Whether to break off running tasks as well.</param>
    /// <param name="reason">Why, for whoever reads the tasks' histories.</param>
    /// <param name="cancellationToken">Gives up sending what is left.</param>
    /// <exception cref="BrokerUnreachableException">As for <c>Send</c>. Some may have been called off.</exception>
    Task Revoke(
        IEnumerable<Guid> taskIds,
        RevokeMode mode = RevokeMode.BeforeStart,
        string? reason = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Calls off all tasks of a name that have been sent by now and have not started; those that are sent later are not
    /// concerned. Those that wait for their time, or for a retry, are <c>Revoked</c> at once; those in a queue when they
    /// reach a worker. Which is which is told by the time in their ids, by the clock of who sent them.
    /// </summary>
    /// <param name="taskName">The tasks' name, exactly: 1 to 500 characters.</param>
    /// <param name="mode">Whether to break off running tasks as well.</param>
    /// <param name="reason">Why, for whoever reads the tasks' histories.</param>
    /// <param name="keepFor">
    /// How long trackers remember it for tasks that still wait in queues; more than zero. Default: as long as they keep
    /// results (<c>Messaging:Tracking:ResultExpiry</c>), and a day at least.
    /// </param>
    /// <param name="cancellationToken">Gives up sending the revocation.</param>
    /// <exception cref="ArgumentException">The name or the time is not allowed.</exception>
    /// <exception cref="BrokerUnreachableException">As for <c>Send</c>.</exception>
    Task RevokeByName(
        string taskName,
        RevokeMode mode = RevokeMode.BeforeStart,
        string? reason = null,
        TimeSpan? keepFor = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// The same for all tasks with a message header: one of <see cref="TaskOptions.Headers"/>, or of
    /// <see cref="TaskHeaders"/> (<c>Task-Root-Id</c> calls a tree of tasks off, <c>Task-Schedule</c> the runs of a
    /// schedule).
    /// </summary>
    /// <param name="header">The header's name, in any case: 1 to 200 characters.</param>
    /// <param name="value">Its value, exactly: up to 1,000 characters.</param>
    /// <param name="mode">Whether to break off running tasks as well.</param>
    /// <param name="reason">Why, for whoever reads the tasks' histories.</param>
    /// <param name="keepFor">As for <see cref="RevokeByName"/>.</param>
    /// <param name="cancellationToken">Gives up sending the revocation.</param>
    /// <exception cref="ArgumentException">The header, its value or the time is not allowed.</exception>
    /// <exception cref="BrokerUnreachableException">As for <c>Send</c>.</exception>
    Task RevokeByHeader(
        string header,
        string value,
        RevokeMode mode = RevokeMode.BeforeStart,
        string? reason = null,
        TimeSpan? keepFor = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Asks the tracker what is revoked: the tasks that have not ended, and the rules by name and header.
    /// </summary>
    /// <param name="cancellationToken">Gives up asking.</param>
    /// <exception cref="TimeoutException">
    /// No tracker answered within <c>Messaging:Producer:QueryTimeout</c>.
    /// </exception>
    /// <exception cref="QueryFailedException">
    /// A tracker answered that it cannot, most likely for want of its store.
    /// </exception>
    Task<RevokedTasks> ListRevocations(CancellationToken cancellationToken = default);

    /// <summary>Asks the tracker for tasks, newest first, and goes on asking page by page.</summary>
    /// <param name="filter">Which tasks.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    /// <returns>
    /// The tasks. Each page is asked for when the one before has been gone through; what happens meanwhile may show, but
    /// no task shows twice.
    /// </returns>
    /// <exception cref="TaskQueryException">The filter holds something that is not allowed. Thrown at once.</exception>
    /// <exception cref="TimeoutException">
    /// No tracker answered within <c>Messaging:Producer:QueryTimeout</c>.
    /// </exception>
    /// <exception cref="QueryFailedException">
    /// A tracker answered that it cannot, most likely for want of its store.
    /// </exception>
    IAsyncEnumerable<TaskSummary> List(TaskFilter filter, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="List(TaskFilter,CancellationToken)"/>
    /// <param name="query">Which tasks, how many a page and how much of each.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    IAsyncEnumerable<TaskSummary> List(ListTasks query, CancellationToken cancellationToken = default);

    /// <summary>Asks the tracker for one page of tasks.</summary>
    /// <param name="query">Which tasks, how many, how much of each, and where to go on.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    /// <exception cref="TaskQueryException">The question holds something that is not allowed.</exception>
    /// <exception cref="TimeoutException">
    /// No tracker answered within <c>Messaging:Producer:QueryTimeout</c>.
    /// </exception>
    /// <exception cref="QueryFailedException">
    /// A tracker answered that it cannot, most likely for want of its store.
    /// </exception>
    Task<TaskPage> ListPage(ListTasks query, CancellationToken cancellationToken = default);

    /// <summary>Asks the tracker how many tasks there are per state, and per name if wanted.</summary>
    /// <param name="query">Which tasks to count.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    /// <exception cref="TaskQueryException">The question holds something that is not allowed.</exception>
    /// <exception cref="TimeoutException">
    /// No tracker answered within <c>Messaging:Producer:QueryTimeout</c>.
    /// </exception>
    /// <exception cref="QueryFailedException">
    /// A tracker answered that it cannot, most likely for want of its store.
    /// </exception>
    Task<TaskCounts> Count(CountTasks query, CancellationToken cancellationToken = default);

    /// <summary>
    /// Asks the tracker how many tasks wait in each queue, which has waited longest, and how many run.
    /// </summary>
    /// <param name="queue">Only this queue, its prefix included; <c>null</c> for all.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    /// <exception cref="TimeoutException">
    /// No tracker answered within <c>Messaging:Producer:QueryTimeout</c>.
    /// </exception>
    /// <exception cref="QueryFailedException">
    /// A tracker answered that it cannot, most likely for want of its store.
    /// </exception>
    Task<TaskBacklog> GetBacklog(string? queue = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Asks the tracker what waits in the scheduler, the next due first, and goes on asking page by page.
    /// </summary>
    /// <param name="query">Which, and how many a page.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    /// <exception cref="TaskQueryException">The question holds something that is not allowed. Thrown at
    /// once.</exception>
    /// <exception cref="TimeoutException">
    /// No tracker answered within <c>Messaging:Producer:QueryTimeout</c>.
    /// </exception>
    /// <exception cref="QueryFailedException">
    /// A tracker answered that it cannot, most likely for want of its store.
    /// </exception>
    IAsyncEnumerable<ScheduledItem> ListScheduled(ListScheduled query, CancellationToken cancellationToken = default);

    /// <summary>Asks the tracker how much waits in the scheduler, per queue and task.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    /// <exception cref="TimeoutException">
    /// No tracker answered within <c>Messaging:Producer:QueryTimeout</c>.
    /// </exception>
    /// <exception cref="QueryFailedException">
    /// A tracker answered that it cannot, most likely for want of its store.
    /// </exception>
    Task<ScheduledCounts> CountScheduled(CountScheduled query, CancellationToken cancellationToken = default);
}
