namespace Messaging.Contracts;

/// <summary>
/// What may be asked about dead letters, for those who ask and those who answer: each fault with its value, what is
/// allowed and what to do.
/// </summary>
internal static class DeadLetterRules
{
    private const int MostPageSize = 1_000;
    private const int MostText = 1_000;
    private const int MostQueue = 200;

    private static readonly DeadLetterFilter Nothing = new();

    public static IReadOnlyList<string> Faults(ListDeadLetters query) =>
    [
        .. PageSize(query.PageSize),
        .. Cursor(query.Cursor),
        .. Filter(query.Filter),
    ];

    public static IReadOnlyList<string> Faults(CountDeadLetters query) => [.. Filter(query.Filter)];

    public static IReadOnlyList<string> Faults(ReplayDeadLetters command) =>
    [
        .. Filter(command.Filter),
        .. Explicit(command.Filter, "replay"),
        .. Queue(command.Queue),
    ];

    public static IReadOnlyList<string> Faults(DiscardDeadLetters command) =>
    [
        .. Filter(command.Filter),
        .. Explicit(command.Filter, "discard"),
    ];

    private static IEnumerable<string> PageSize(int size)
    {
        if (size is < 1 or > MostPageSize)
            yield return $"PageSize is {size:N0}. Allowed: 1 to {MostPageSize:N0}.";
    }

    private static IEnumerable<string> Cursor(string? cursor)
    {
        if (!DeadLetterCursor.TryRead(cursor, out _))
        {
            yield return "Cursor is none that a page had. Pass on NextCursor of the page before as it is, or null to "
                + "begin.";
        }
    }

    private static IEnumerable<string> Filter(DeadLetterFilter? filter)
    {
        if (filter is null)
        {
            yield return "Filter is null. Leave it out to ask for all dead letters.";
            yield break;
        }

        if (filter.Everything && filter with { Everything = false } != Nothing)
            yield return "Filter.Everything is set together with other conditions. Leave one or the other out.";
        if (filter.Reason is { } reason && !Enum.IsDefined(reason))
        {
            yield return $"Filter.Reason is {reason}. Allowed: "
                + $"{string.Join(", ", Enum.GetNames<DeadLetterReason>())}.";
        }

        if (filter.From >= filter.To)
        {
            yield return $"Filter.From is {filter.From:O} and Filter.To {filter.To:O}, so no time is in between. "
                + "Exchange them.";
        }

        if (filter.Text is { Length: 0 })
            yield return "Filter.Text is empty, which every message contains. Leave it out.";
        if (filter.Text?.Length > MostText)
            yield return $"Filter.Text has {filter.Text.Length:N0} characters. Allowed: {MostText:N0}.";
    }

    private static IEnumerable<string> Explicit(DeadLetterFilter? filter, string verb)
    {
        if (filter == Nothing)
        {
            yield return $"The filter has no condition, so it would {verb} every dead letter there is. Say what is "
                + "meant, or DeadLetterFilter.All for all of them.";
        }
    }

    private static IEnumerable<string> Queue(string? queue)
    {
        if (queue is not null && (queue.Length is 0 or > MostQueue || queue.Any(char.IsWhiteSpace)))
            yield return $"Queue is '{queue}'. Allowed: 1 to {MostQueue} characters without white space.";
    }
}
