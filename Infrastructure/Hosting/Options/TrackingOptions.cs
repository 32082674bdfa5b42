using Messaging.Contracts;

namespace Messaging.Hosting;

/// <summary>Settings of a tracker (<c>Messaging:Tracking</c>).</summary>
public sealed class TrackingOptions
{
    /// <summary>
    /// Where task sagas are kept: <c>memory:</c> (forgets with the process) or
    /// <c>postgres://user:password@host:port/database</c>. Default: <c>memory:</c> on the broker <c>memory:</c>; a
    /// tracker on any other broker must say.
    /// </summary>
    public string? Store { get; set; }

    /// <summary>
    /// How long a starting tracker waits for a store that cannot be reached before it gives up. Default 30 s; 0 to 1
    /// day. Later on it waits without limit.
    /// </summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a task is kept after it has succeeded or was revoked, expired or rejected. Default 1 day; 1 minute to
    /// 3650 days. It may be kept for up to an hour longer, or a tenth of the time. A task that has not ended is kept
    /// for as long as it takes.
    /// </summary>
    public TimeSpan ResultExpiry { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// How long a task is kept after it has failed, with the error of each attempt. Default 7 days; 1 minute to 3650
    /// days.
    /// </summary>
    public TimeSpan FailureExpiry { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// How long a worker is kept after it has stopped or was lost. Default 1 day; 1 minute to 3650 days.
    /// </summary>
    public TimeSpan WorkerExpiry { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// After all trackers, the broker or the store were away, workers have so much longer to be heard of again before
    /// they count as lost. Default 30 s, which is how long a worker may take to find a broker that is back; 0 to 1
    /// hour.
    /// </summary>
    public TimeSpan WorkerGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Arguments, results, what is said along with custom states, and texts of errors are kept up to so many bytes
    /// each. Default 1,048,576 (1 MiB); 1,024 (1 KiB) to 67,108,864 (64 MiB). Longer ones are cut where they arise, so
    /// producers and workers need the same value; see <see cref="TruncatedPayload"/>. A broker takes no
    /// messages above some size: RabbitMQ 4 none above 16 MiB.
    /// </summary>
    public int MaxPayloadBytes { get; set; } = PayloadLimit.Default;

    /// <summary>
    /// What becomes of failed and unreadable messages, which workers move to <c>&lt;queue&gt;_error</c> and
    /// <c>&lt;queue&gt;_skipped</c>. Default <see cref="DeadLetterHandling.Keep"/>: trackers take them from there into their
    /// store, to be listed, replayed and discarded. They expire as failed tasks do (<see cref="FailureExpiry"/>).
    /// </summary>
    public DeadLetterHandling DeadLetters { get; set; }

    /// <summary>
    /// States whose beginning is published on the bus, as the event that led to it (<see cref="TaskSucceeded"/>,
    /// <see cref="TaskFailed"/> …), for any MassTransit service that subscribes to it. At least once each, after it is
    /// stored. Allowed: Received, Started, Retrying, Succeeded, Failed, Revoked, Expired, Rejected, Ignored. Default: none.
    /// </summary>
    public IList<string> Publish { get; } = [];
}
