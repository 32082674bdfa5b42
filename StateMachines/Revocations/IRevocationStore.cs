using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Where rules of revocation are kept until they expire: a storage port of the tracker. Used by many threads and many
/// trackers at once. It is ready when the <see cref="ITaskStore"/> that was opened with it is prepared.
/// </summary>
public interface IRevocationStore
{
    /// <summary>
    /// Keeps a rule. Of two about the same tasks (name, or header in any case and value; and mode) the later one is kept.
    /// </summary>
    /// <param name="rule">The rule; it says when it expires.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    Task Save(RevocationRule rule, CancellationToken cancellationToken);

    /// <summary>The rules that have not expired, the latest first.</summary>
    /// <param name="now">The time.</param>
    /// <param name="most">So many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    Task<IReadOnlyList<RevocationRule>> List(DateTimeOffset now, int most, CancellationToken cancellationToken);

    /// <summary>Forgets rules that have expired. Called about once a minute by every tracker.</summary>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    Task Forget(DateTimeOffset now, CancellationToken cancellationToken);
}
