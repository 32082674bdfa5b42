using System.Text.Json;
using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>Says whether a rule of revocation is about a message that waits for its time.</summary>
internal static class RuleMatch
{
    /// <summary>The first of some rules that is about a message; <c>null</c> if none is.</summary>
    public static RevocationRule? Find(IReadOnlyList<RevocationRule> rules, ScheduledMessage message)
    {
        if (message.Attempt == 0 || rules.Count == 0)
            return null;

        var named = rules.FirstOrDefault(rule => rule.TaskName is not null && IsAbout(rule, message));
        return named ?? rules.FirstOrDefault(rule => rule.Header is not null && IsAbout(rule, message));
    }

    /// <summary>Whether a rule is about a message.</summary>
    public static bool IsAbout(RevocationRule rule, ScheduledMessage message)
    {
        if (message.Attempt == 0)
            return false;
        if (rule.TaskName is not null && !string.Equals(rule.TaskName, message.Name, StringComparison.Ordinal))
            return false;

        using var envelope = JsonDocument.Parse(message.Body);
        return (rule.Header is null || HasHeader(envelope.RootElement, rule))
            && RevocationRules.IsBefore(rule, message.Token, SentAt(envelope.RootElement, message), ReplayedAt(envelope.RootElement));
    }

    private static bool HasHeader(JsonElement envelope, RevocationRule rule) =>
        envelope.TryGetProperty("headers", out var headers)
        && headers.ValueKind == JsonValueKind.Object
        && headers.EnumerateObject().Any(header =>
            string.Equals(header.Name, rule.Header, StringComparison.OrdinalIgnoreCase)
            && header.Value.ValueKind == JsonValueKind.String
            && string.Equals(header.Value.GetString(), rule.Value, StringComparison.Ordinal));

    private static DateTimeOffset? ReplayedAt(JsonElement envelope) =>
        envelope.TryGetProperty("headers", out var headers) && headers.ValueKind == JsonValueKind.Object
            ? headers.EnumerateObject()
                .Where(header => header.Name.Equals(TaskHeaders.ReplayedAt, StringComparison.OrdinalIgnoreCase)
                    && header.Value.ValueKind == JsonValueKind.String)
                .Select(header => TaskHeaderFormat.Time(header.Value.GetString()))
                .FirstOrDefault()
            : null;

    /// <summary>A message that says nothing of it was sent before it was due.</summary>
    private static DateTimeOffset SentAt(JsonElement envelope, ScheduledMessage message) =>
        envelope.TryGetProperty("sentTime", out var sent)
        && sent.ValueKind == JsonValueKind.String
        && sent.TryGetDateTimeOffset(out var time)
            ? time
            : message.Due;
}
