using System.Text;
using System.Text.Json;

namespace Messaging.Contracts;

/// <summary>
/// What a schedule may be, for those who ask and those who answer: each fault with its value, what is allowed and what
/// to do.
/// </summary>
internal static class ScheduleRules
{
    private const int MostPageSize = 500;
    private const int MostName = 200;
    private const int MostQueue = 240;
    private const int MostArgumentBytes = 1024 * 1024;
    private const int MostShown = 50;

    private static readonly TimeSpan LongestLimit = TimeSpan.FromDays(24);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);
    private static readonly TimeSpan LongestJitter = TimeSpan.FromDays(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static IReadOnlyList<string> Faults(Schedule? schedule) =>
        schedule is null ? ["Schedule is null. Give a definition."] :
        [
            .. Name(schedule.Name),
            .. Task(schedule),
            .. Arguments(schedule.Arguments),
            .. Times(schedule.Trigger),
            .. Options(schedule),
            .. Durations(schedule),
            .. Headers(schedule.Headers),
        ];

    public static IReadOnlyList<string> Faults(ListSchedules query) =>
        query.PageSize is < 1 or > MostPageSize
            ? [$"PageSize is {query.PageSize:N0}. Allowed: 1 to {MostPageSize:N0}."]
            : [];

    private static IEnumerable<string> Name(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            yield return "Name is empty. Give one of 1 to 200 characters, for example 'reports.nightly'.";
        else if (name.Length > MostName)
            yield return $"Name has {name.Length:N0} characters. Allowed: 1 to {MostName}.";
        else if (name.Any(char.IsControl) || name.Trim().Length < name.Length)
            yield return $"Name is '{Shown(name)}'. Take away its control characters and the white space at its ends.";
        else if (!IsUnicode(name))
            yield return $"Name is '{Shown(name)}', with half of a surrogate pair in it. Take that away.";
    }

    private static IEnumerable<string> Task(Schedule schedule)
    {
        if (string.IsNullOrEmpty(schedule.TaskName) || schedule.TaskName.Any(Blank))
            yield return $"TaskName is '{Shown(schedule.TaskName)}'. Give the task's name, without white space.";
        if (string.IsNullOrEmpty(schedule.Queue) || schedule.Queue.Length > MostQueue || schedule.Queue.Any(Blank))
        {
            yield return $"Queue is '{Shown(schedule.Queue)}'. Allowed: 1 to {MostQueue} characters without white space, "
                + "prefix included.";
        }

        if (schedule.MessageTypes is not { Count: > 0 } || !schedule.MessageTypes.All(IsUrn))
        {
            yield return $"MessageTypes is '{string.Join("', '", schedule.MessageTypes ?? [])}'. Give the URNs of the "
                + "task's contract, for example 'urn:message:Shop.Tasks:SendReport'.";
        }
    }

    private static IEnumerable<string> Arguments(string? arguments)
    {
        if (Encoding.UTF8.GetByteCount(arguments ?? "") is > MostArgumentBytes and var bytes)
            yield return $"Arguments has {bytes:N0} bytes. Allowed: {MostArgumentBytes:N0}. Store what is large elsewhere.";
        else if (!IsJsonObject(arguments))
            yield return $"Arguments is '{Shown(arguments)}', which is no JSON object. Give the task's message as JSON.";
    }

    private static IEnumerable<string> Times(Trigger? trigger) => trigger is null
        ? ["Trigger is null. Say when the task is due."]
        : TriggerRules.Faults(trigger).Select(fault => $"Trigger: {fault}");

    private static IEnumerable<string> Options(Schedule schedule)
    {
        if (schedule.Priority > 9)
            yield return $"Priority is {schedule.Priority}. Allowed: 0 (lowest) to 9 (highest).";
        if (schedule.MaxRetries < 0)
            yield return $"MaxRetries is {schedule.MaxRetries}. Allowed: 0 or more.";
        if (!Enum.IsDefined(schedule.Overlap))
            yield return $"Overlap is {schedule.Overlap}. Allowed: {string.Join(", ", Enum.GetNames<ScheduleOverlap>())}.";
        if (!Enum.IsDefined(schedule.Origin))
            yield return $"Origin is {schedule.Origin}. Allowed: {string.Join(", ", Enum.GetNames<ScheduleOrigin>())}.";
        if (schedule.SoftTimeLimit > schedule.TimeLimit)
        {
            yield return $"SoftTimeLimit ({schedule.SoftTimeLimit}) is longer than TimeLimit ({schedule.TimeLimit}), so it "
                + "could never be reached. Make it the shorter of the two.";
        }
    }

    private static IEnumerable<string> Durations(Schedule schedule) =>
    [
        .. Within("SoftTimeLimit", schedule.SoftTimeLimit, TimeSpan.FromTicks(1), LongestLimit),
        .. Within("TimeLimit", schedule.TimeLimit, TimeSpan.FromTicks(1), LongestLimit),
        .. Within("ExpiresAfter", schedule.ExpiresAfter, TimeSpan.FromTicks(1), Longest),
        .. Within("Deadline", schedule.Deadline, Second, Longest),
        .. Within("Jitter", schedule.Jitter, TimeSpan.Zero, LongestJitter),
    ];

    private static IEnumerable<string> Within(string name, TimeSpan? value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most)
        {
            var from = least == TimeSpan.FromTicks(1) ? "more than zero" : $"{least} or more";
            yield return $"{name} is {value}. Allowed: {from}, at most {most}.";
        }
    }

    private static IEnumerable<string> Headers(IReadOnlyDictionary<string, string>? headers)
    {
        if (headers is null)
            yield return "Headers is null. Leave it out to send none.";
        foreach (var name in headers?.Keys ?? [])
        {
            if (name.StartsWith("Task-", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("MT-", StringComparison.OrdinalIgnoreCase))
            {
                yield return $"Header '{name}' has a reserved prefix ('Task-' and 'MT-'). Choose another name.";
            }
        }
    }

    private static bool Blank(char character) => char.IsWhiteSpace(character) || char.IsControl(character);

    private static bool IsUrn(string? type) => type?.StartsWith("urn:message:", StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsUnicode(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar && !text.Contains('\uFFFD', StringComparison.Ordinal))
                return false;
        }

        return true;
    }

    private static bool IsJsonObject(string? text)
    {
        try
        {
            using var json = JsonDocument.Parse(text ?? "");
            return json.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Shown(string? text) => text?.Length > MostShown ? text[..MostShown] + "…" : text ?? "";
}
