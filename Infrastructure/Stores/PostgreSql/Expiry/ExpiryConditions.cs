using System.Globalization;
using Messaging.StateMachines;

namespace Messaging.Stores.PostgreSql;

/// <summary>
/// Which rows may go, as SQL. Only constants are in it: an index that holds the rows that stay is made with them.
/// </summary>
internal sealed class ExpiryConditions(TaskExpiry expiry, DateTimeOffset now)
{
    private string Results => Literal(now - expiry.Results);

    private string Failures => Literal(now - expiry.Failures);

    /// <summary>Ended long enough ago; each of the conditions can be looked up in an index.</summary>
    public string[] Ended =>
    [
        $"(state = 'Failed') = false AND finished_at < {Results}",
        $"(state = 'Failed') = true AND finished_at < {Failures}",
    ];

    /// <summary>Known only by a revocation that is as old, or by waiters whose time is up.</summary>
    public string Forgotten => "(state = 'Initial' "
        + $"AND (revoke_requested_at IS NULL OR revoke_requested_at < {Results}) "
        + "AND NOT EXISTS (SELECT FROM jsonb_array_elements(waiters) AS waiter "
        + $"WHERE (waiter ->> 'until')::timestamptz > {Literal(now)}))";

    /// <summary>May go. Of a row that has no end it is unknown, not false.</summary>
    public string Expired => $"({string.Join(" OR ", Ended)} OR {Forgotten})";

    /// <summary>Stays.</summary>
    public string Kept => $"({Expired} IS NOT TRUE)";

    /// <summary>Stays, but for a few: what of that can be a condition of an index.</summary>
    public string MayBeKept => $"finished_at IS NULL OR finished_at >= {Results} "
        + $"OR state = 'Failed' AND finished_at >= {Failures}";

    private static string Literal(DateTimeOffset time) => string.Create(
        CultureInfo.InvariantCulture, $"timestamptz '{time.UtcDateTime:yyyy-MM-dd HH:mm:ss.ffffff}+00'");
}
