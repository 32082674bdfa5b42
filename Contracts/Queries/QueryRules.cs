namespace Messaging.Contracts;

/// <summary>
/// What may be asked, for those who ask and those who answer: each fault with its value, what is allowed and what to do.
/// </summary>
internal static class QueryRules
{
    private const int MostPageSize = 1_000;
    private const int MostPreviewLength = 1_000;
    private const int MostText = 1_000;
    private const int ShownOfCursor = 50;

    public static IReadOnlyList<string> Faults(ListTasks query) =>
    [
        .. Within("PageSize", query.PageSize, 1, MostPageSize),
        .. Within("PreviewLength", query.PreviewLength, 0, MostPreviewLength),
        .. Cursor(query.Cursor, TaskCursor.TryRead(query.Cursor, out _)),
        .. Filter(query.Filter),
    ];

    public static IReadOnlyList<string> Faults(CountTasks query) =>
    [
        .. Defined(query.By),
        .. SameTwice("RootId", query.RootId, query.Filter?.RootId),
        .. SameTwice("Name", query.Name, query.Filter?.Name),
        .. SameTwice("Queue", query.Queue, query.Filter?.Queue),
        .. Filter(query.Filter),
    ];

    public static IReadOnlyList<string> Faults(ListScheduled query) =>
    [
        .. Within("PageSize", query.PageSize, 1, MostPageSize),
        .. Cursor(query.Cursor, ScheduledCursor.TryRead(query.Cursor, out _)),
    ];

    public static IReadOnlyList<string> Faults(GetRevokedTasks query) =>
        [.. Cursor(query.Cursor, RevocationCursor.TryRead(query.Cursor, out _))];

    private static IEnumerable<string> Within(string name, int value, int least, int most)
    {
        if (value < least || value > most)
            yield return $"{name} is {value:N0}. Allowed: {least:N0} to {most:N0}.";
    }

    private static IEnumerable<string> Cursor(string? cursor, bool isReadable)
    {
        if (isReadable)
            yield break;

        var shown = cursor!.Length > ShownOfCursor ? cursor[..ShownOfCursor] + "…" : cursor;
        yield return $"Cursor is '{shown}', which no page had. Pass on NextCursor of the page before as it is, or null "
            + "to begin.";
    }

    private static IEnumerable<string> Defined(CountBy by)
    {
        if (!Enum.IsDefined(by))
            yield return $"By is {by}. Allowed: {string.Join(", ", Enum.GetNames<CountBy>())}.";
    }

    private static IEnumerable<string> SameTwice<T>(string name, T? here, T? inFilter)
    {
        if (here is not null && inFilter is not null && !EqualityComparer<T>.Default.Equals(here, inFilter))
            yield return $"{name} is '{here}', and that of the filter is '{inFilter}'. Leave one of them out.";
    }

    private static IEnumerable<string> Filter(TaskFilter? filter) =>
        filter is null ? ["Filter is null. Leave it out to ask for all tasks."] :
        [
            .. States(filter.States),
            .. Times(filter.From, filter.To),
            .. Text(filter.Text),
        ];

    private static IEnumerable<string> States(IReadOnlyList<TaskState>? states)
    {
        if (states is null)
        {
            yield return "Filter.States is null. Leave it out to ask for all states.";
            yield break;
        }

        foreach (var state in states.Where(state => state == TaskState.Unknown || !Enum.IsDefined(state)).Distinct())
        {
            yield return $"Filter.States holds {state}, which no known task has. Allowed: "
                + $"{string.Join(", ", Enum.GetNames<TaskState>().Skip(1))}.";
        }
    }

    private static IEnumerable<string> Times(DateTimeOffset? from, DateTimeOffset? to)
    {
        if (from >= to)
            yield return $"Filter.From is {from:O} and Filter.To {to:O}, so no time is in between. Exchange them.";
    }

    private static IEnumerable<string> Text(string? text)
    {
        if (text is { Length: 0 })
            yield return "Filter.Text is empty, which every task contains. Leave it out.";
        if (text?.Length > MostText)
            yield return $"Filter.Text has {text.Length:N0} characters. Allowed: {MostText:N0}.";
    }
}
