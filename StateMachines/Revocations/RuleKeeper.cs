using MassTransit;
using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// Keeps rules of revocation, and calls off what waits for its time and they are about.
/// <list type="number">
/// <item>The rule is committed first: whoever schedules a task commits that and looks for rules then, so one of the two
/// sees the other.</item>
/// <item>What waits is claimed page by page, told as revoked and deleted, as
/// <see cref="ScheduledRevocations"/> does for single tasks. A message that is being sent at that moment goes to a worker,
/// which knows the rule.</item>
/// <item>The rule's message is settled after that: who dies in between is followed by one that does it again, to the
/// same end.</item>
/// </list>
/// </summary>
internal sealed class RuleKeeper(
    TrackerStores stores, TaskExpiry expiry, StoreAvailability availability, TaskTracker tracker, TimeProvider clock)
{
    private const int MostAtOnce = 500;

    private static readonly TimeSpan LeastKept = TimeSpan.FromDays(1);

    /// <summary>Done when the rule is kept, and nothing that it is about waits any more.</summary>
    /// <exception cref="ArgumentException">The rule says nothing, or too much.</exception>
    public async Task Keep(RevocationRule told, ConsumeContext context)
    {
        if (RevocationRules.Fault(told) is { } fault)
            throw new ArgumentException(fault, nameof(told));

        var keptFor = expiry.Results > LeastKept ? expiry.Results : LeastKept;
        var rule = told with
        {
            Time = StoredTime.Of(told.Time),
            Expires = StoredTime.Of(told.Expires ?? told.Time + keptFor),
        };
        var cancellationToken = context.CancellationToken;
        await availability.Use(token => stores.Revocations.Save(rule, token), cancellationToken);

        var last = (Token: Guid.Empty, Attempt: 0);
        while (await availability.Use(token => CallOff(rule, last, context, token), cancellationToken) is { } next)
            last = next;
    }

    /// <summary>Calls one page off.</summary>
    /// <returns>Where the next page begins; <c>null</c> after the last.</returns>
    private async Task<(Guid Token, int Attempt)?> CallOff(
        RevocationRule rule,
        (Guid Token, int Attempt) after,
        ConsumeContext context,
        CancellationToken cancellationToken)
    {
        await using var claim = await stores.ScheduledMessages.Claim(
            rule, after.Token, after.Attempt, MostAtOnce, cancellationToken);
        if (claim.Messages.Count == 0)
            return null;

        var concerned = claim.Messages.Where(message => RuleMatch.IsAbout(rule, message)).ToArray();
        if (concerned.Length > 0)
        {
            await tracker.Track(
                Array.ConvertAll(concerned, message => ScheduledRevocations.Revoked(
                    message, RevocationRules.RevocationBy(rule, message.Token), context)),
                cancellationToken);
            await claim.Complete(
                concerned, new Dictionary<ScheduledMessage, DateTimeOffset>(), clock.GetUtcNow(), cancellationToken);
        }

        return claim.Messages.Max(message => (message.Token, message.Attempt));
    }
}
