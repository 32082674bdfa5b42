using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>How to send one task. What is left out comes from the task's policy, routes and defaults.</summary>
public sealed record TaskOptions
{
    /// <summary>
    /// Queue to send to. Default: by the task's policy, else by route, else <c>default</c>. <c>Messaging:Prefix</c> is added to it.
    /// </summary>
    public string? Queue { get; init; }

    /// <summary>
    /// 0 (lowest) to 9 (highest). Default: by the task's policy, else none. What it does depends on the broker: RabbitMQ's classic queues honour
    /// it, quorum queues do not before RabbitMQ 4, in memory it is ignored.
    /// </summary>
    public byte? Priority { get; init; }

    /// <summary>
    /// Time before which the task must not run. Default: at once, as for one that has passed. A task for later waits in
    /// the trackers' store, and is <c>Scheduled</c>. Latest: the beginning of the year 9999. Not together with
    /// <see cref="Countdown"/>.
    /// </summary>
    public DateTimeOffset? Eta { get; init; }

    /// <summary>
    /// Delay before the task may run, to the microsecond. Default: none; negative counts as none. See
    /// <see cref="Eta"/>.
    /// </summary>
    public TimeSpan? Countdown { get; init; }

    /// <summary>
    /// Time after which the task is not started any more and ends <c>Expired</c>. Default: by the task's policy
    /// (<c>ExpiresAfter</c>, counted from its eta), else never.
    /// </summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The same as a duration from now. Not together with <see cref="Expires"/>.</summary>
    public TimeSpan? ExpiresAfter { get; init; }

    /// <summary>
    /// The task's id. Default: a new version 7 UUID. Give one to make sending again harmless to the history: the
    /// tracker sees one task. It is not a guard against running twice.
    /// </summary>
    public Guid? TaskId { get; init; }

    /// <summary>Further message headers. Names that begin with <c>Task-</c> or <c>MT-</c> are refused.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Retries after the first attempt, 0 or more. Default: by the worker's policy for the task.</summary>
    public int? MaxRetries { get; init; }

    /// <summary>Wait before each retry, at most ten years. Default: by the worker's policy for the task.</summary>
    public Backoff? Backoff { get; init; }

    /// <summary>
    /// Duration after which the task is asked to stop. Default: by policy. At most <see cref="TimeLimit"/>.
    /// </summary>
    public TimeSpan? SoftTimeLimit { get; init; }

    /// <summary>Duration after which the task is given up as failed. Default: by policy.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Keep no result. Default: <c>false</c>.</summary>
    public bool IgnoreResult { get; init; }

    /// <summary>Root of the tree that the task belongs to. Default: none.</summary>
    public Guid? RootId { get; init; }

    /// <summary>The task that sends this one. Default: none.</summary>
    public Guid? ParentId { get; init; }

    internal static TaskOptions Default { get; } = new();
}
