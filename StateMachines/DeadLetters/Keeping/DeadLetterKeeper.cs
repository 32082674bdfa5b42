using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines;

/// <summary>
/// Takes dead letters from the broker into the store, in bulk.
/// <list type="number">
/// <item>The message is settled after the commit. A tracker that dies in between is replaced by one that gets the message
/// again, and finds it stored.</item>
/// <item>Such a message may come again after its dead letter was replayed. The task's saga knows of the replay, and that
/// it asked for a higher attempt: the message is passed over.</item>
/// <item>One that cannot be stored is tried again and again here. It never faults, since there is no other place for
/// it.</item>
/// </list>
/// </summary>
internal sealed class DeadLetterKeeper
{
    private const int MostAtOnce = 500;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(5);

    private readonly IDeadLetterStore store;
    private readonly ITaskStore tasks;
    private readonly StoreAvailability availability;
    private readonly TimeProvider clock;
    private readonly ILogger<DeadLetterKeeper> logger;
    private readonly BatchLane<ReceivedDeadLetter> lane;

    public DeadLetterKeeper(
        TrackerStores stores, StoreAvailability availability, TimeProvider clock, ILogger<DeadLetterKeeper> logger)
    {
        store = stores.DeadLetters;
        tasks = stores.Tasks;
        this.availability = availability;
        this.clock = clock;
        this.logger = logger;
        lane = new BatchLane<ReceivedDeadLetter>(Commit, MostAtOnce);
    }

    /// <summary>Done when it is committed.</summary>
    public async Task Keep(ReceivedDeadLetter received, CancellationToken cancellationToken)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                await lane.Add(received, cancellationToken);
                return;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                if (isFirst)
                {
                    DeadLetterLog.NotKept(
                        logger, exception, received.Letter.Id, received.Letter.Queue, exception.Message);
                }
            }

            await Task.Delay(BetweenTries, clock, cancellationToken);
        }
    }

    private async Task Commit(IReadOnlyList<ReceivedDeadLetter> received, CancellationToken cancellationToken)
    {
        var stale = await FindStale(received, cancellationToken);
        var letters = received
            .Where(one => !stale.Contains(one))
            .Select(one => one.Letter)
            .GroupBy(letter => letter.Id)
            .Select(same => same.MaxBy(letter => letter.Attempt)!)
            .ToArray();
        if (letters.Length > 0)
            await availability.Use(token => store.Save(letters, token), cancellationToken);
    }

    private async Task<HashSet<ReceivedDeadLetter>> FindStale(
        IReadOnlyList<ReceivedDeadLetter> received, CancellationToken cancellationToken)
    {
        var ids = received.Where(one => one.IsAttemptTold).Select(one => one.Letter.TaskId).OfType<Guid>().ToHashSet();
        if (ids.Count == 0)
            return [];

        var sagas = await availability.Use(token => tasks.Load(ids, token), cancellationToken);
        var replayed = sagas.ToDictionary(saga => saga.CorrelationId, saga => saga.ReplayAttempt);
        return
        [
            .. received.Where(one => one is { IsAttemptTold: true, Letter.TaskId: { } taskId }
                && replayed.GetValueOrDefault(taskId) > one.Letter.Attempt),
        ];
    }
}
