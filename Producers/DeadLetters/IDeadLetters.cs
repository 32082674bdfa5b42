using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>
/// Lists, shows, replays and discards dead letters: messages of tasks that have failed for good, and messages that no
/// worker could read or wanted. Speaks to the trackers over the broker. Safe for use by many threads; one instance serves a
/// whole process.
/// </summary>
/// <remarks>
/// All of it throws <see cref="TimeoutException"/> if no tracker answered within <c>Messaging:Producer:QueryTimeout</c>, or
/// within two minutes where many are replayed or discarded (what was asked for may have been done), <see cref="QueryFailedException"/> if a tracker answered that it cannot, most
/// likely for want of its store, and <see cref="TaskQueryException"/> if the question holds something that is not allowed. A
/// question whose answer is lost with the connection is asked again.
/// </remarks>
public interface IDeadLetters
{
    /// <summary>Asks for dead letters, page by page, the newest first. Without their bodies.</summary>
    /// <param name="filter">Which ones. Default: all.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    IAsyncEnumerable<DeadLetter> List(DeadLetterFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>Asks for one page of dead letters.</summary>
    /// <param name="query">Which ones, how many, and where to go on.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    Task<DeadLetterPage> ListPage(ListDeadLetters query, CancellationToken cancellationToken = default);

    /// <summary>Asks how many dead letters there are.</summary>
    /// <param name="filter">Which ones. Default: all.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    Task<long> Count(DeadLetterFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>Asks for all that is known of a dead letter: its task's attempts and errors, headers and body.</summary>
    /// <param name="id">Its id, which is its task's if that is readable.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    /// <exception cref="DeadLetterNotFoundException">There is none of this id.</exception>
    Task<DeadLetterDetails> Get(Guid id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends a dead letter's message again. The task keeps its id and its history, goes on with the next attempt, and its
    /// retries start anew. Returns when the broker has confirmed the message: whoever waits for the task from then on waits
    /// for its new end. The dead letter is gone then; should the task fail again, there is one again.
    /// </summary>
    /// <param name="id">Its id, which is its task's if that is readable.</param>
    /// <param name="options">How. Default: to the queue that it came from.</param>
    /// <param name="cancellationToken">Gives up waiting. The dead letter may be sent all the same.</param>
    /// <returns>A handle on the task.</returns>
    /// <exception cref="DeadLetterNotFoundException">There is none of this id.</exception>
    /// <exception cref="TimeoutException">
    /// It was not sent in time. The trackers go on trying, unless the message says otherwise.
    /// </exception>
    Task<TaskHandle> Replay(Guid id, ReplayOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends the messages of many dead letters again. The trackers do so in batches, and go on with it should one of them
    /// die. Returns when all of it is done, or after about two seconds.
    /// </summary>
    /// <param name="filter">
    /// Which ones: those that there are now. It must say something; <see cref="DeadLetterFilter.All"/> for all.
    /// </param>
    /// <param name="options">How. Default: each to the queue that it came from.</param>
    /// <param name="cancellationToken">Gives up waiting. The dead letters may be sent all the same.</param>
    /// <returns>How many, and how many of them are still to be sent.</returns>
    Task<ReplayStatus> Replay(
        DeadLetterFilter filter, ReplayOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Asks how far a replay has come.</summary>
    /// <param name="replayId">Its id.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    /// <exception cref="DeadLetterNotFoundException">There is no such replay.</exception>
    Task<ReplayStatus> GetReplay(Guid replayId, CancellationToken cancellationToken = default);

    /// <summary>Deletes a dead letter for good. Its task stays as it ended.</summary>
    /// <param name="id">Its id, which is its task's if that is readable.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    /// <exception cref="DeadLetterNotFoundException">
    /// There is none of this id; also if it is being replayed, or was discarded just now and the answer was lost.
    /// </exception>
    Task Discard(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Deletes many dead letters for good. Their tasks stay as they ended.</summary>
    /// <param name="filter">
    /// Which ones. It must say something; <see cref="DeadLetterFilter.All"/> for all.
    /// </param>
    /// <param name="cancellationToken">Gives up asking.</param>
    /// <returns>How many.</returns>
    Task<long> Discard(DeadLetterFilter filter, CancellationToken cancellationToken = default);
}
