namespace Messaging.Contracts;

/// <summary>Which dead letters. All that is set must hold.</summary>
public sealed record DeadLetterFilter
{
    /// <summary>
    /// All dead letters. To replay or discard all of them, this must be said: a filter with nothing in it is refused
    /// there.
    /// </summary>
    public static DeadLetterFilter All { get; } = new() { Everything = true };

    /// <summary>Says that all are meant. Not together with anything else. Default <c>false</c>.</summary>
    public bool Everything { get; init; }

    /// <summary>Only the one with this id.</summary>
    public Guid? Id { get; init; }

    /// <summary>Only the one of this task.</summary>
    public Guid? TaskId { get; init; }

    /// <summary>Only those that came from this queue, its prefix included.</summary>
    public string? Queue { get; init; }

    /// <summary>Only tasks of this name.</summary>
    public string? Name { get; init; }

    /// <summary>Only those that are dead for this reason.</summary>
    public DeadLetterReason? Reason { get; init; }

    /// <summary>Only those whose last error is of this type: its full name.</summary>
    public string? ErrorType { get; init; }

    /// <summary>
    /// Only those with this text in their last error's message, in upper or lower case. 1 to 1,000 characters.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>Only those that were given up at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only those that were given up before this time.</summary>
    public DateTimeOffset? To { get; init; }
}
