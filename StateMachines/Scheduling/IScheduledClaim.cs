namespace Messaging.StateMachines;

/// <summary>
/// Scheduled messages that one tracker holds. They are free again when it is disposed of without having been completed,
/// and when its process or its connection ends: there is no lease to wait for.
/// </summary>
public interface IScheduledClaim : IAsyncDisposable
{
    /// <summary>The messages; may be none.</summary>
    IReadOnlyList<ScheduledMessage> Messages { get; }

    /// <summary>Says what has become of the messages, once. Those that are not named are free again, as they
    /// were.</summary>
    /// <param name="sent">They have been sent, or will never be: they go.</param>
    /// <param name="failed">They could not be sent by themselves, and are not tried again before the given
    /// time.</param>
    /// <param name="now">The time by the clock of whoever has sent them.</param>
    /// <param name="cancellationToken">Gives up; all of them are free again then.</param>
    /// <exception cref="TaskStoreUnavailableException">
    /// The store cannot be reached at the moment. What was sent may be sent again.
    /// </exception>
    Task Complete(
        IReadOnlyCollection<ScheduledMessage> sent,
        IReadOnlyDictionary<ScheduledMessage, DateTimeOffset> failed,
        DateTimeOffset now,
        CancellationToken cancellationToken);
}
