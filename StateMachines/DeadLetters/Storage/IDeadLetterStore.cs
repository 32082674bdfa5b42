using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Where dead letters are kept: a storage port. Used by many threads and many trackers at once. It is ready when the
/// <see cref="ITaskStore"/> that was opened with it is prepared. All of it throws
/// <see cref="TaskStoreUnavailableException"/> if the store cannot be reached at the moment.
/// </summary>
public interface IDeadLetterStore
{
    /// <summary>
    /// Keeps dead letters. One that is there already under the same id stays as it is, unless the new one is of a higher
    /// attempt: that takes its place, and waits for no replay.
    /// </summary>
    /// <param name="letters">The dead letters; each id once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task Save(IReadOnlyCollection<StoredDeadLetter> letters, CancellationToken cancellationToken);

    /// <summary>One dead letter; <c>null</c> if there is none of this id.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<StoredDeadLetter?> Get(Guid id, CancellationToken cancellationToken);

    /// <summary>What lists show of dead letters, those that were given up last first, then by id.</summary>
    /// <param name="filter">Which; known to be valid.</param>
    /// <param name="most">So many at most.</param>
    /// <param name="before">Where to go on; <c>null</c> to begin.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>As many as were asked for, or fewer at the end.</returns>
    Task<IReadOnlyList<DeadLetter>> List(
        DeadLetterFilter filter, int most, DeadLetterPlace? before, CancellationToken cancellationToken);

    /// <summary>How many there are.</summary>
    /// <param name="filter">Which; known to be valid.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<long> Count(DeadLetterFilter filter, CancellationToken cancellationToken);

    /// <summary>
    /// Marks dead letters to be sent again, in one transaction. Those that wait for another replay wait for this one from
    /// now on; those that are being sent at this moment are passed over. Done a second time with the same id, it changes
    /// nothing.
    /// </summary>
    /// <param name="replay">Which, and where to; known to be valid.</param>
    /// <param name="now">When it was asked for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ReplayStatus> Mark(ReplayDeadLetters replay, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>How far a replay has come; <c>null</c> if none of this id is known, or not any more.</summary>
    /// <param name="replayId">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ReplayStatus?> GetReplay(Guid replayId, CancellationToken cancellationToken);

    /// <summary>When the next marked one is to be sent, whether or not somebody holds it; <c>null</c> if there is
    /// none.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task<DateTimeOffset?> NextReplay(CancellationToken cancellationToken);

    /// <summary>
    /// Takes marked ones, so that nobody else has them at the same time. Those that somebody else holds are passed over,
    /// not waited for.
    /// </summary>
    /// <param name="now">What is to be sent by then.</param>
    /// <param name="most">So many at most; fewer if they are large.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IDeadLetterClaim> Claim(DateTimeOffset now, int most, CancellationToken cancellationToken);

    /// <summary>Deletes dead letters, but for those that are being sent at this moment.</summary>
    /// <param name="filter">Which; known to be valid.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many.</returns>
    Task<long> Discard(DeadLetterFilter filter, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes what was kept long enough ago and waits for no replay, and forgets replays that have ended. Called about
    /// once a minute by every tracker.
    /// </summary>
    /// <param name="before">What was kept, and asked for, before this.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many dead letters.</returns>
    Task<long> Expire(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Takes note of queues that have dead letters at the broker, for all trackers.</summary>
    /// <param name="queues">Their full names; may be known already.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task AddQueues(IReadOnlyCollection<string> queues, CancellationToken cancellationToken);

    /// <summary>The queues that were noted.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<string>> Queues(CancellationToken cancellationToken);
}
