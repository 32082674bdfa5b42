using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>
/// Asks workers what they do, and tells them what to do, while they run: all of them or some, over the broker. Each
/// worker answers for itself; the result says how many of how many did. Safe for use by many threads; one instance
/// serves a whole process.
/// </summary>
/// <remarks>
/// All of it throws <see cref="BrokerUnreachableException"/> if the broker cannot be reached,
/// <see cref="TimeoutException"/> if something is to be kept (<see cref="SettingLifetime.Kept"/>, queues that are
/// paused) and no tracker answers, in which case no worker was told, and <see cref="ArgumentException"/> if something
/// in it is not allowed. Names of queues are without <c>Messaging:Prefix</c>.
/// </remarks>
public interface IWorkerControl
{
    /// <summary>Who is there? The answer is the time that it took.</summary>
    /// <param name="options">Whom to ask. Default: all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ControlResult<TimeSpan>> Ping(
        ControlOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>How are you? As in a heartbeat, as of now.</summary>
    /// <param name="options">Whom to ask. Default: all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ControlResult<WorkerHeartbeat>> Stats(
        ControlOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Which tasks run? At most 1,000 of each worker.</summary>
    /// <param name="options">Whom to ask. Default: all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ControlResult<IReadOnlyList<WorkerTask>>> Active(
        ControlOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Which tasks have been received and wait to be started? At most 1,000 of each worker.</summary>
    /// <param name="options">Whom to ask. Default: all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ControlResult<IReadOnlyList<WorkerTask>>> Reserved(
        ControlOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Which tasks are held in the worker until their time, or until their next attempt? At most 1,000 of each worker.
    /// Those that are due later wait with the trackers: see <see cref="ITaskClient.ListScheduled"/>.
    /// </summary>
    /// <param name="options">Whom to ask. Default: all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ControlResult<IReadOnlyList<WorkerTask>>> Scheduled(
        ControlOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Which tasks do you know to be revoked? Ids and rules: a worker hears of a revocation a moment after
    /// <see cref="ITaskClient.Revoke(Guid,RevokeMode,string,CancellationToken)"/> has returned.
    /// </summary>
    /// <param name="options">Whom to ask. Default: all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ControlResult<WorkerRevocations>> Revoked(
        ControlOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Which tasks do you have consumers for?</summary>
    /// <param name="options">Whom to ask. Default: all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ControlResult<IReadOnlyList<string>>> Registered(
        ControlOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Which queues do you read, and which no more? With their prefix.</summary>
    /// <param name="options">Whom to ask. Default: all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ControlResult<IReadOnlyList<WorkerQueue>>> Queues(
        ControlOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Has workers take tasks from a queue too, one that is new to them or that they were told not to read.
    /// </summary>
    /// <param name="queue">The queue. Made if there is none.</param>
    /// <param name="options">Who, and whether for good.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The queues of each worker then.</returns>
    Task<ControlResult<IReadOnlyList<WorkerQueue>>> AddQueue(
        string queue, ControlOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Has workers take no more tasks from a queue. What runs goes on to its end; what was received and not started goes
    /// back, for others. On a broker of the application's own that cannot stop fetching (<c>BrokerFeatures.Pause</c>), what
    /// runs for longer than <c>Worker:StopTimeout</c> is cancelled and goes back too.
    /// </summary>
    /// <param name="queue">The queue.</param>
    /// <param name="options">Who, and whether for good.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The queues of each worker then.</returns>
    Task<ControlResult<IReadOnlyList<WorkerQueue>>> CancelQueue(
        string queue, ControlOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Pauses a queue for all workers, those too that start later: no task of it is started until it is resumed. What
    /// runs, and what was received and not started, is treated as by <see cref="CancelQueue"/>.
    /// </summary>
    /// <param name="queue">The queue.</param>
    /// <param name="timeout">How long to wait for answers. Default 1 s.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The queues of each worker then.</returns>
    Task<ControlResult<IReadOnlyList<WorkerQueue>>> PauseQueue(
        string queue, TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Lets a paused queue go on.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="timeout">How long to wait for answers. Default 1 s.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The queues of each worker then.</returns>
    Task<ControlResult<IReadOnlyList<WorkerQueue>>> ResumeQueue(
        string queue, TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Sets how often each worker may start a task. Workers that do not have the task refuse.</summary>
    /// <param name="taskName">The task's name.</param>
    /// <param name="rate">
    /// <c>10/s</c>, <c>100/m</c>, <c>10/h</c>, or a number a second; <c>null</c> or 0 for no limit.
    /// </param>
    /// <param name="options">Who, and whether for good.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The names of those that do so now, each with its own name.</returns>
    Task<ControlResult<string>> RateLimit(
        string taskName, string? rate, ControlOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sets how often a task may be started on all workers together. A key that the limit has in code stays, and so does
    /// what tasks with a slot were granted. Workers that do not have the task refuse.
    /// </summary>
    /// <param name="taskName">The task's name.</param>
    /// <param name="rate">As in <see cref="RateLimit"/>; <c>null</c> or 0 for no limit.</param>
    /// <param name="options">
    /// Whether for good. Always for all workers: one that is not told says something else to the trackers, so a limit
    /// that is to stay is best <see cref="SettingLifetime.Kept"/>.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The names of those that do so now, each with its own name.</returns>
    Task<ControlResult<string>> ClusterRateLimit(
        string taskName, string? rate, ControlOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sets how many of a task each worker may run at the same time; what runs goes on. Workers that do not have the task
    /// refuse.
    /// </summary>
    /// <param name="taskName">The task's name.</param>
    /// <param name="count">1 and more; <c>null</c> or 0 for no limit. A key that the limit has in code stays.</param>
    /// <param name="options">Who, and whether for good.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The names of those that do so now, each with its own name.</returns>
    Task<ControlResult<string>> ConcurrencyLimit(
        string taskName, int? count, ControlOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sets how many of a task all workers together may run at the same time; what runs goes on. Workers that do not have
    /// the task refuse.
    /// </summary>
    /// <param name="taskName">The task's name.</param>
    /// <param name="count">1 and more; <c>null</c> or 0 for no limit. A key that the limit has in code stays.</param>
    /// <param name="options">As in <see cref="ClusterRateLimit"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The names of those that do so now, each with its own name.</returns>
    Task<ControlResult<string>> ClusterConcurrencyLimit(
        string taskName, int? count, ControlOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sets the time limits of a task from its next run on. Workers that do not have the task refuse.
    /// </summary>
    /// <param name="taskName">The task's name.</param>
    /// <param name="soft">Soft limit; <c>null</c> for none.</param>
    /// <param name="hard">Hard limit; <c>null</c> for none.</param>
    /// <param name="options">Who, and whether for good.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The names of those that do so now, each with its own name.</returns>
    Task<ControlResult<string>> TimeLimit(
        string taskName,
        TimeSpan? soft,
        TimeSpan? hard,
        ControlOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>Has workers run more tasks at the same time. For good, it adds up.</summary>
    /// <param name="count">How many more; 1 and more.</param>
    /// <param name="options">Who, and whether for good.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How each worker is then.</returns>
    Task<ControlResult<WorkerHeartbeat>> GrowPool(
        int count, ControlOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Has workers run fewer tasks at the same time; what runs goes on. For good, it adds up.</summary>
    /// <param name="count">How many fewer; 1 and more.</param>
    /// <param name="options">Who, and whether for good.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How each worker is then.</returns>
    Task<ControlResult<WorkerHeartbeat>> ShrinkPool(
        int count, ControlOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Has workers change the number of tasks that they run at the same time by need.</summary>
    /// <param name="least">The least number; <c>null</c> for a fixed one.</param>
    /// <param name="most">The largest number; <c>null</c> for a fixed one.</param>
    /// <param name="options">Who, and whether for good.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How each worker is then.</returns>
    Task<ControlResult<WorkerHeartbeat>> Autoscale(
        int? least, int? most, ControlOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes what was kept (<see cref="SettingLifetime.Kept"/>). Workers go back to what is left of it, that for all of
    /// them or that for them alone, and otherwise to their configuration: those that are connected in a moment, others
    /// when they connect.
    /// </summary>
    /// <param name="kind">
    /// The setting. Of opposites either one: queues that are added are those that are cancelled. Of the pool all growth and
    /// shrinkage is forgotten at once.
    /// </param>
    /// <param name="name">The queue or the task that it is of; <c>null</c> for a setting of the pool.</param>
    /// <param name="options">
    /// Whose. Default: all workers', also what was kept for single ones. With names: what was kept for these alone.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The names of those that have heard it, each with its own name.</returns>
    Task<ControlResult<string>> Forget(
        WorkerCommandKind kind,
        string? name = null,
        ControlOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>What is kept for a worker: for all, and for it alone; in the order of its making.</summary>
    /// <param name="worker">The worker's name. It need not be there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TimeoutException">No tracker answered within <c>Messaging:Producer:QueryTimeout</c>.</exception>
    Task<IReadOnlyList<WorkerCommand>> Kept(string worker, CancellationToken cancellationToken = default);

    /// <summary>
    /// Stops the processes of workers, as a signal does: what runs has <c>Worker:StopTimeout</c> to end.
    /// </summary>
    /// <param name="workers">
    /// Names of the workers. All of them are stopped by those that <see cref="IWorkers.List"/> gives, not by saying
    /// none.
    /// </param>
    /// <param name="timeout">How long to wait for answers. Default 1 s.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The names of those that have begun to stop, each with its own name.</returns>
    Task<ControlResult<string>> Shutdown(
        IReadOnlyList<string> workers, TimeSpan? timeout = null, CancellationToken cancellationToken = default);
}
