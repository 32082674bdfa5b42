using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Where messages wait for their time: the storage port of the scheduler. Everything is in bulk. Used by many threads
/// and many trackers at once. It is ready when the <see cref="ITaskStore"/> that was opened with it is prepared.
/// </summary>
public interface IScheduledMessageStore
{
    /// <summary>
    /// Keeps messages and lets go of others: first those that are cancelled go, then the others are kept. Told again, it
    /// comes to the same. A cancellation is remembered for an hour: a message with its token that was asked for before it,
    /// and comes later, is not kept. A message of the same token, attempt and deferral is replaced. A retry (attempt 2 and above) or a task
    /// that was put off (deferral 1 and above) that was sent within the last hour is not kept again, so that two requests
    /// for it come to one.
    /// </summary>
    /// <param name="messages">What to keep; each token, attempt and deferral once.</param>
    /// <param name="cancelled">
    /// Messages that are not to be sent; each token once. Tasks (attempt 1 and above) stay.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    Task Save(
        IReadOnlyCollection<ScheduledMessage> messages,
        IReadOnlyCollection<CancelledMessage> cancelled,
        CancellationToken cancellationToken);

    /// <summary>When the next message is to be sent, whether or not somebody holds it; <c>null</c> if there is
    /// none.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    Task<DateTimeOffset?> NextDue(CancellationToken cancellationToken);

    /// <summary>
    /// Takes messages that are due, the longest due first, so that nobody else has them at the same time. Those that
    /// somebody else holds are passed over, not waited for.
    /// </summary>
    /// <param name="now">What is due by then.</param>
    /// <param name="most">So many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    Task<IScheduledClaim> Claim(DateTimeOffset now, int most, CancellationToken cancellationToken);

    /// <summary>
    /// Takes what waits of some tasks, whatever it is due, to call it off. Messages that somebody else holds, which
    /// sends them at this moment, are passed over.
    /// </summary>
    /// <param name="taskIds">The tasks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    Task<IScheduledClaim> Claim(IReadOnlyCollection<Guid> taskIds, CancellationToken cancellationToken);

    /// <summary>
    /// Takes what waits of tasks that a rule of revocation is about, by token and attempt, and perhaps more: all that has
    /// the rule's name, or may have its header. Messages that somebody else holds are passed over.
    /// </summary>
    /// <param name="rule">The rule.</param>
    /// <param name="afterToken">Where to go on: behind the message with this token…</param>
    /// <param name="afterAttempt">…and this attempt.</param>
    /// <param name="most">So many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>None, if there are no more.</returns>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    Task<IScheduledClaim> Claim(
        RevocationRule rule, Guid afterToken, int afterAttempt, int most, CancellationToken cancellationToken);

    /// <summary>What waits, the next to be sent first; then by token and attempt.</summary>
    /// <param name="query">
    /// Which, and how many; known to be valid. Its cursor has been read into <paramref name="after"/>.
    /// </param>
    /// <param name="after">Where to go on; <c>null</c> to begin.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>As many as were asked for, or fewer at the end.</returns>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    Task<IReadOnlyList<ScheduledItem>> List(
        ListScheduled query, ScheduledPlace? after, CancellationToken cancellationToken);

    /// <summary>How much waits, for each queue and task; by queue, then name.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    Task<IReadOnlyList<ScheduledCount>> Count(CountScheduled query, CancellationToken cancellationToken);

    /// <summary>Forgets retries that were sent, and messages that were cancelled, long enough ago. Called about once a minute by every tracker.</summary>
    /// <param name="before">Those that were sent or cancelled before this.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many.</returns>
    /// <exception cref="TaskStoreUnavailableException">The store cannot be reached at the moment.</exception>
    Task<long> Forget(DateTimeOffset before, CancellationToken cancellationToken);
}
