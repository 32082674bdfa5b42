using System.Globalization;

namespace Messaging.Contracts;

/// <summary>
/// Says where the list of what is revoked goes on: rules come first, the latest in front, then tasks likewise. To
/// everyone else the text means nothing.
/// </summary>
internal readonly record struct RevocationCursor
{
    private const string Version = "1";
    private const string OfRules = "r";
    private const string OfTasks = "t";

    /// <summary>The beginning: no rule has been told.</summary>
    public static RevocationCursor Beginning => default;

    /// <summary>All rules have been told, and no task.</summary>
    public static RevocationCursor BehindRules { get; } = new() { AreRulesTold = true };

    /// <summary>Whether only tasks are left.</summary>
    public bool AreRulesTold { get; private init; }

    /// <summary>Time of the last rule that was told, and how many of that very time were.</summary>
    public (DateTimeOffset Time, int Count)? LastRules { get; private init; }

    /// <summary>The last task that was told.</summary>
    public (DateTimeOffset Time, Guid TaskId)? LastTask { get; private init; }

    /// <summary>Behind so many rules of a time.</summary>
    public static RevocationCursor Behind(DateTimeOffset time, int count) => new() { LastRules = (time, count) };

    /// <summary>Behind a task.</summary>
    public static RevocationCursor Behind(RevokeTask last) =>
        new() { AreRulesTold = true, LastTask = (last.Time, last.TaskId) };

    /// <summary>As text.</summary>
    public string Write() => this switch
    {
        { LastTask: { } task } => Text(OfTasks, task.Time, task.TaskId.ToString("N")),
        { LastRules: { } rules } => Text(OfRules, rules.Time, $"{rules.Count}"),
        { AreRulesTold: true } => $"{Version}-{OfTasks}",
        _ => $"{Version}-{OfRules}",
    };

    /// <summary>Reads it; <c>null</c> is the beginning.</summary>
    public static bool TryRead(string? text, out RevocationCursor cursor)
    {
        cursor = Beginning;
        var parts = text?.Split('-') ?? [Version, OfRules];
        if (parts is [Version, OfTasks])
            cursor = BehindRules;
        else if (parts is [Version, OfTasks, var time, var id]
            && TryReadTime(time, out var at) && Guid.TryParseExact(id, "N", out var taskId))
            cursor = new RevocationCursor { AreRulesTold = true, LastTask = (at, taskId) };
        else if (parts is [Version, OfRules, var of, var number]
            && TryReadTime(of, out var when)
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            cursor = Behind(when, count);
        else
            return parts is [Version, OfRules];

        return true;
    }

    private static string Text(string kind, DateTimeOffset time, string rest) =>
        string.Create(CultureInfo.InvariantCulture, $"{Version}-{kind}-{time.UtcTicks:x}-{rest}");

    private static bool TryReadTime(string text, out DateTimeOffset time)
    {
        var isTime = long.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var ticks)
            && ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks;
        time = isTime ? new DateTimeOffset(ticks, TimeSpan.Zero) : default;
        return isTime;
    }
}
