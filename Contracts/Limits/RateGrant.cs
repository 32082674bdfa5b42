namespace Messaging.Contracts;

/// <summary>
/// Permits of one rate limit. Times are counted from the moment of the grant, see <see cref="Permits.GrantedFrom"/>,
/// so that no clock has to agree with another.
/// </summary>
public sealed record RateGrant
{
    /// <summary>The limit: the task's name.</summary>
    public required string Limit { get; init; }

    /// <summary>What the limit counts apart by.</summary>
    public required string Key { get; init; }

    /// <summary>How many there are; may be zero.</summary>
    public required int Permits { get; init; }

    /// <summary>Permits of the limit that all workers have been granted so far.</summary>
    public required long Total { get; init; }

    /// <summary>When the first one may be used.</summary>
    public TimeSpan First { get; init; }

    /// <summary>Time from one permit to the next.</summary>
    public TimeSpan Spacing { get; init; }

    /// <summary>How much later than its time a permit may be used. After that it must not.</summary>
    public TimeSpan Tolerance { get; init; }

    /// <summary>If there were fewer than asked for: when there are more.</summary>
    public TimeSpan AskAgainAfter { get; init; }
}
