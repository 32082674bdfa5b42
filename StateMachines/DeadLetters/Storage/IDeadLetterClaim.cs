namespace Messaging.StateMachines;

/// <summary>
/// Dead letters that one tracker holds to send them again. They are free again when it is disposed of without having been
/// completed, and when its process or its connection ends.
/// </summary>
public interface IDeadLetterClaim : IAsyncDisposable
{
    /// <summary>The dead letters; may be none.</summary>
    IReadOnlyList<StoredDeadLetter> Letters { get; }

    /// <summary>Says what has become of them, once. Those that are not named are free again, as they were.</summary>
    /// <param name="sent">They have been sent: they go.</param>
    /// <param name="failed">They could not be sent by themselves, and are not tried again before the given
    /// time.</param>
    /// <param name="cancellationToken">Gives up; all of them are free again then.</param>
    /// <exception cref="TaskStoreUnavailableException">
    /// The store cannot be reached at the moment. What was sent may be sent again.
    /// </exception>
    Task Complete(
        IReadOnlyCollection<StoredDeadLetter> sent,
        IReadOnlyDictionary<StoredDeadLetter, DateTimeOffset> failed,
        CancellationToken cancellationToken);
}
