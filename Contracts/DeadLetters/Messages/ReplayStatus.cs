namespace Messaging.Contracts;

/// <summary>How far a replay of dead letters has come.</summary>
public sealed record ReplayStatus
{
    /// <summary>Its id.</summary>
    public required Guid ReplayId { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>How many dead letters it was asked for.</summary>
    public required long Total { get; init; }

    /// <summary>
    /// How many have not been sent yet. It has ended when there are none: the others have been sent, or were discarded or
    /// asked for by another replay meanwhile.
    /// </summary>
    public required long Waiting { get; init; }

    /// <summary>How many of those that wait could not be sent although the broker was there. They are tried
    /// again.</summary>
    public long Failing { get; init; }
}
