using System.Diagnostics.CodeAnalysis;

namespace Messaging.Contracts;

/// <summary>
/// Says where a list goes on: behind a task id. To everyone else the text means nothing. The number in front is there for
/// the day when a place is more than an id.
/// </summary>
internal static class TaskCursor
{
    private const string Version = "1-";

    [return: NotNullIfNotNull(nameof(taskId))]
    public static string? Write(Guid? taskId) => taskId is { } id ? Version + id.ToString("N") : null;

    public static bool TryRead(string? cursor, out Guid? taskId)
    {
        taskId = null;
        if (cursor is null)
            return true;
        if (!cursor.StartsWith(Version, StringComparison.Ordinal)
            || !Guid.TryParseExact(cursor.AsSpan(Version.Length), "N", out var id))
        {
            return false;
        }

        taskId = id;
        return true;
    }
}
