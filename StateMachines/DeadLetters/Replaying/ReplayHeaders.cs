using MassTransit;
using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>
/// The headers of a message that is sent again. The task goes on with the next attempt, and its retries start anew: all
/// attempts so far count as none. When it expires is left out, since it would hardly be replayed in time.
/// </summary>
internal static class ReplayHeaders
{
    private static readonly string[] Dropped =
    [
        TaskHeaders.Expires,
        TaskHeaders.Deferrals,
        TaskHeaders.DeadLetterId,
        TaskHeaders.DeadLetterReason,
        MessageHeaders.Reason,
        MessageHeaders.RedeliveryCount,
        MessageHeaders.MessageId,
        MessageHeaders.CorrelationId,
        MessageHeaders.ContentType,
    ];

    private static readonly string[] DroppedKinds = ["MT-Fault-", "MT-Host-"];

    /// <summary>Whether a header is not sent again, or only with another value.</summary>
    public static bool IsReplaced(string name) =>
        Array.Exists(Dropped, dropped => string.Equals(dropped, name, StringComparison.OrdinalIgnoreCase))
        || Array.Exists(DroppedKinds, kind => name.StartsWith(kind, StringComparison.OrdinalIgnoreCase))
        || name.Equals(TaskHeaders.Attempt, StringComparison.OrdinalIgnoreCase)
        || name.Equals(TaskHeaders.Snoozes, StringComparison.OrdinalIgnoreCase)
        || name.Equals(TaskHeaders.Replays, StringComparison.OrdinalIgnoreCase)
        || name.Equals(TaskHeaders.ReplayedAt, StringComparison.OrdinalIgnoreCase);

    /// <summary>Headers that say that and how it is sent again.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> New(
        StoredDeadLetter letter, int attempt, DateTimeOffset now) =>
    [
        new(TaskHeaders.Attempt, TaskHeaderFormat.Write(attempt)),
        new(TaskHeaders.Snoozes, TaskHeaderFormat.Write(attempt - 1)),
        new(TaskHeaders.Replays, TaskHeaderFormat.Write(letter.Replays + 1)),
        new(TaskHeaders.ReplayedAt, TaskHeaderFormat.Write(now)),
    ];
}
