using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Takes what comes in on the scheduler's queue into the store, in bulk.
/// <list type="number">
/// <item>A message and its cancellation are handled at the same time, and may change places. Which was sent first
/// counts: the store remembers cancellations, and does not keep what was asked for before.</item>
/// <item>After the commit whoever sends what is due is woken, if a message is due sooner than it meant to
/// sleep.</item>
/// <item>Tasks that were revoked before they came, by id or by a rule, are called off. The one who revokes commits the revocation first and
/// looks for messages then, and this is the other way round; so one of the two sees the other.</item>
/// </list>
/// </summary>
internal sealed class MessageSchedule
{
    private const int MostAtOnce = 2_000;
    private const int MostRules = 10_000;

    private readonly IScheduledMessageStore store;
    private readonly ITaskStore tasks;
    private readonly IRevocationStore rules;
    private readonly StoreAvailability availability;
    private readonly ScheduledRevocations revocations;
    private readonly DueSignal due;
    private readonly TimeProvider clock;
    private readonly BatchLane<ScheduleRequest> lane;

    public MessageSchedule(
        TrackerStores stores,
        StoreAvailability availability,
        ScheduledRevocations revocations,
        DueSignal due,
        TimeProvider clock)
    {
        store = stores.ScheduledMessages;
        tasks = stores.Tasks;
        rules = stores.Revocations;
        this.clock = clock;
        this.availability = availability;
        this.revocations = revocations;
        this.due = due;
        lane = new BatchLane<ScheduleRequest>(Commit, MostAtOnce);
    }

    /// <summary>Done when it is committed.</summary>
    public Task Take(ScheduleRequest request) => lane.Add(request, request.Context.CancellationToken);

    private async Task Commit(IReadOnlyList<ScheduleRequest> requests, CancellationToken cancellationToken)
    {
        var kept = new Dictionary<(Guid Token, int Attempt, int Deferral), ScheduledMessage>(requests.Count);
        var cancelled = new Dictionary<Guid, CancelledMessage>();
        foreach (var request in requests)
        {
            if (request.Message is { } message)
            {
                kept[(message.Token, message.Attempt, message.Deferral)] = message;
            }
            else
            {
                var (token, at) = request.Cancelled!;
                kept.Remove((token, 0, 0));
                if (cancelled.TryGetValue(token, out var known) && known.At > at)
                    at = known.At;
                cancelled[token] = new CancelledMessage(token, at);
            }
        }

        await availability.Use(token => store.Save(kept.Values, cancelled.Values, token), cancellationToken);
        if (kept.Count == 0)
            return;

        due.Stored(kept.Values.Min(message => message.Due));
        var taskIds = kept.Values.Where(message => message.Attempt > 0).Select(message => message.Token).ToHashSet();
        if (taskIds.Count == 0)
            return;

        var revoked = await availability.Use(token => tasks.FindRevocations(taskIds, token), cancellationToken);
        var byRules = await RevokedByRules(kept.Values, cancellationToken);
        await Task.WhenAll(revoked.Concat(byRules).Select(
            revocation => revocations.CallOff(revocation, requests[0].Context)));
    }

    private async Task<IEnumerable<RevokeTask>> RevokedByRules(
        IEnumerable<ScheduledMessage> kept, CancellationToken cancellationToken)
    {
        var known = await availability.Use(
            token => rules.List(clock.GetUtcNow(), MostRules, token), cancellationToken);
        if (known.Count == 0)
            return [];

        return kept
            .Select(message => (message.Token, Rule: RuleMatch.Find(known, message)))
            .Where(found => found.Rule is not null)
            .Select(found => RevocationRules.RevocationBy(found.Rule!, found.Token));
    }
}
