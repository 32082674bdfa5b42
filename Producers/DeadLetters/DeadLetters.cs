using System.Runtime.CompilerServices;
using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>Asks the trackers. What is not allowed is said here, before anything is sent.</summary>
internal sealed class DeadLetters(
    TrackerQueries queries, TaskRoutes routes, TaskFollower follower, ProducerOptions options, TimeProvider clock)
    : IDeadLetters
{
    private const int PageSize = 500;

    /// <summary>How the trackers call what we call <see cref="DeadLetterNotFoundException"/>.</summary>
    private const string NotFound = "NoSuchDeadLetterException";

    /// <summary>Many rows may have to be looked through, or written, before the first answer.</summary>
    private static readonly TimeSpan LongestChange = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan BetweenQuestions = TimeSpan.FromMilliseconds(200);

    public IAsyncEnumerable<DeadLetter> List(
        DeadLetterFilter? filter = null, CancellationToken cancellationToken = default)
    {
        var query = new ListDeadLetters { Filter = filter ?? new DeadLetterFilter(), PageSize = PageSize };
        TaskQueryException.ThrowIfAny(DeadLetterRules.Faults(query), query);
        return Follow(query, cancellationToken);
    }

    public Task<DeadLetterPage> ListPage(ListDeadLetters query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        TaskQueryException.ThrowIfAny(DeadLetterRules.Faults(query), query);
        return queries.Ask<ListDeadLetters, DeadLetterPage>(query, cancellationToken);
    }

    public async Task<long> Count(DeadLetterFilter? filter = null, CancellationToken cancellationToken = default)
    {
        var query = new CountDeadLetters { Filter = filter ?? new DeadLetterFilter() };
        TaskQueryException.ThrowIfAny(DeadLetterRules.Faults(query), query);
        return (await queries.Ask<CountDeadLetters, DeadLetterCount>(query, cancellationToken)).Count;
    }

    public Task<DeadLetterDetails> Get(Guid id, CancellationToken cancellationToken = default) =>
        AskFor<GetDeadLetter, DeadLetterDetails>(id, new GetDeadLetter { Id = id }, cancellationToken);

    public async Task<TaskHandle> Replay(
        Guid id, ReplayOptions? options = null, CancellationToken cancellationToken = default)
    {
        var status = await Replay(new DeadLetterFilter { Id = id }, options, cancellationToken);
        if (status.Total == 0)
        {
            throw new DeadLetterNotFoundException(
                id,
                $"There is no dead letter {id}, or it is just being replayed. A task that has just failed becomes one "
                + "within moments.");
        }

        await WaitUntilSent(id, status, cancellationToken);
        return new TaskHandle(id, follower, submitted: null);
    }

    public Task<ReplayStatus> Replay(
        DeadLetterFilter filter, ReplayOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var command = new ReplayDeadLetters
        {
            ReplayId = Guid.CreateVersion7(clock.GetUtcNow()),
            Filter = filter,
            Queue = options?.Queue is { } queue ? routes.WithPrefix(queue) : null,
        };
        TaskQueryException.ThrowIfAny(DeadLetterRules.Faults(command), command);
        return queries.Ask<ReplayDeadLetters, ReplayStatus>(command, TimeoutOf(filter), cancellationToken);
    }

    public Task<ReplayStatus> GetReplay(Guid replayId, CancellationToken cancellationToken = default) =>
        AskFor<GetReplay, ReplayStatus>(replayId, new GetReplay { ReplayId = replayId }, cancellationToken);

    public async Task Discard(Guid id, CancellationToken cancellationToken = default)
    {
        if (await Discard(new DeadLetterFilter { Id = id }, cancellationToken) == 0)
        {
            throw new DeadLetterNotFoundException(
                id, $"There is no dead letter {id}, or it is just being replayed, or it is discarded already.");
        }
    }

    public async Task<long> Discard(DeadLetterFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var command = new DiscardDeadLetters { Filter = filter };
        TaskQueryException.ThrowIfAny(DeadLetterRules.Faults(command), command);
        return (await queries.Ask<DiscardDeadLetters, DeadLetterCount>(
            command, TimeoutOf(filter), cancellationToken)).Count;
    }

    private TimeSpan TimeoutOf(DeadLetterFilter filter) =>
        filter.Id is not null || options.QueryTimeout > LongestChange ? options.QueryTimeout : LongestChange;

    private async Task WaitUntilSent(Guid id, ReplayStatus status, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        for (var now = status; now.Waiting > 0;)
        {
            if (clock.GetElapsedTime(started) > options.QueryTimeout)
            {
                throw new TimeoutException(
                    $"Dead letter {id} is to be replayed (replay {status.ReplayId}) and was not sent within "
                    + $"{options.QueryTimeout}. The trackers go on trying; their log says what is in the way. Discard it "
                    + "or replay it to another queue if that is never to be.");
            }

            await Task.Delay(BetweenQuestions, clock, cancellationToken);
            now = await GetReplay(status.ReplayId, cancellationToken);
        }
    }

    private async Task<TReply> AskFor<TQuery, TReply>(Guid id, TQuery query, CancellationToken cancellationToken)
        where TQuery : class
        where TReply : class
    {
        try
        {
            return await queries.Ask<TQuery, TReply>(query, cancellationToken);
        }
        catch (QueryFailedException exception) when (exception.CauseOf(NotFound) is { } message)
        {
            throw new DeadLetterNotFoundException(id, message, exception);
        }
    }

    private async IAsyncEnumerable<DeadLetter> Follow(
        ListDeadLetters query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var next = query; next is not null;)
        {
            var page = await queries.Ask<ListDeadLetters, DeadLetterPage>(next, cancellationToken);
            foreach (var letter in page.Letters)
                yield return letter;

            next = page.NextCursor is null ? null : query with { Cursor = page.NextCursor };
        }
    }
}
