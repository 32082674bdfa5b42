using System.Collections.Frozen;

namespace Messaging.Contracts;

/// <summary>A task that is sent again and again, and when: the definition of a periodic task.</summary>
public sealed record Schedule
{
    /// <summary>
    /// Its name, unique among the schedules of all that share the trackers' store and prefix: 1 to 200 characters, no
    /// control characters, no white space at either end.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>Name of the task.</summary>
    public required string TaskName { get; init; }

    /// <summary>
    /// The URNs under which MassTransit knows the task's contract, as they are in the envelope of the task's message; one
    /// at least.
    /// </summary>
    public required IReadOnlyList<string> MessageTypes { get; init; }

    /// <summary>The task's message: a JSON object of 1 MiB at most.</summary>
    public required string Arguments { get; init; }

    /// <summary>When it is due.</summary>
    public required Trigger Trigger { get; init; }

    /// <summary>Queue that the runs are sent to, its prefix included.</summary>
    public required string Queue { get; init; }

    /// <summary>Priority of the runs, 0 (lowest) to 9 (highest). Default: none.</summary>
    public byte? Priority { get; init; }

    /// <summary>Retries of a run after its first attempt. Default: by the worker's policy for the task.</summary>
    public int? MaxRetries { get; init; }

    /// <summary>Duration after which a run is asked to stop. Default: by policy.</summary>
    public TimeSpan? SoftTimeLimit { get; init; }

    /// <summary>Duration after which a run is given up as failed. Default: by policy.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Keep no results. Default: <c>false</c>.</summary>
    public bool IgnoreResult { get; init; }

    /// <summary>Further headers of the runs' messages.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } =
        FrozenDictionary<string, string>.Empty;

    /// <summary>
    /// A run that no worker has started so long after it was sent ends <c>Expired</c>. Default: never.
    /// </summary>
    public TimeSpan? ExpiresAfter { get; init; }

    /// <summary>
    /// A run that could not be sent in time, because no tracker ran or no broker answered, is left out if it is later
    /// than this. 1 s to 3650 days. Default: none. With or without it, of all the runs missed the latest alone is sent.
    /// </summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>What happens when a run is due while the one before is still going. Default: it is sent.</summary>
    public ScheduleOverlap Overlap { get; init; }

    /// <summary>
    /// Each run is sent up to so much after its due time, by chance but always the same for the same run, so that many
    /// schedules of one time do not all begin at once. Never beyond the next due time. 0 to 1 day. Default: 0.
    /// </summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Where this definition comes from.</summary>
    public ScheduleOrigin Origin { get; init; }
}
