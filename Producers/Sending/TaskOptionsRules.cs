using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>Says what is wrong with call options, all of it at once.</summary>
internal static class TaskOptionsRules
{
    private static readonly TimeSpan LongestLimit = TimeSpan.FromDays(24);

    private static readonly TimeSpan LongestBackoff = TimeSpan.FromDays(3650);

    public static void Check(TaskOptions options, string taskName, DateTimeOffset now)
    {
        var faults = Faults(options).Concat(TimeFaults(options, now)).ToArray();
        if (faults.Length > 0)
            throw new TaskOptionsException(taskName, faults);
    }

    /// <summary>Nothing is scheduled, or expires, later than the stores can say.</summary>
    private static IEnumerable<string> TimeFaults(TaskOptions options, DateTimeOffset now)
    {
        var latest = TaskHeaderFormat.Write(EtaLimit.Latest);
        var longest = EtaLimit.Latest - now;
        if (options.Eta > EtaLimit.Latest)
        {
            yield return $"Eta is {TaskHeaderFormat.Write(options.Eta.Value)}. Allowed: up to {latest}. For a task that "
                + "is to run at some unknown time, send it when that comes.";
        }

        if (options.Countdown > longest)
            yield return $"Countdown is {options.Countdown}. Allowed: up to {longest}, which is {latest}.";
        if (options.ExpiresAfter > longest)
        {
            yield return $"ExpiresAfter is {options.ExpiresAfter}. Allowed: up to {longest}, which is {latest}. Leave "
                + "it out for a task that never expires.";
        }
    }

    private static IEnumerable<string> Faults(TaskOptions options)
    {
        if (options.Queue is { } queue && (queue.Length is 0 or > 200 || queue.Any(char.IsWhiteSpace)))
            yield return $"Queue is '{queue}'. Allowed: 1 to 200 characters without white space.";
        if (options.Priority > 9)
            yield return $"Priority is {options.Priority}. Allowed: 0 (lowest) to 9 (highest).";
        if (options.TaskId == Guid.Empty)
            yield return "TaskId is empty. Leave it out, or give one made by Guid.CreateVersion7().";
        if (options.MaxRetries < 0)
            yield return $"MaxRetries is {options.MaxRetries}. Allowed: 0 or more.";
        if (options.Backoff?.Max > LongestBackoff)
            yield return $"Backoff.Max is {options.Backoff.Max}. Allowed: at most {LongestBackoff}.";
        if (options is { Eta: not null, Countdown: not null })
            yield return "Eta and Countdown are both set. Give one of them.";
        if (options is { Expires: not null, ExpiresAfter: not null })
            yield return "Expires and ExpiresAfter are both set. Give one of them.";
        if (options.SoftTimeLimit <= TimeSpan.Zero || options.SoftTimeLimit > LongestLimit)
            yield return $"SoftTimeLimit is {options.SoftTimeLimit}. Allowed: more than zero, at most {LongestLimit}.";
        if (options.TimeLimit <= TimeSpan.Zero || options.TimeLimit > LongestLimit)
            yield return $"TimeLimit is {options.TimeLimit}. Allowed: more than zero, at most {LongestLimit}.";
        if (options.SoftTimeLimit > options.TimeLimit)
        {
            yield return $"SoftTimeLimit ({options.SoftTimeLimit}) is longer than TimeLimit ({options.TimeLimit}), so "
                + "it could never be reached. Make it the shorter of the two.";
        }

        foreach (var name in options.Headers?.Keys ?? [])
        {
            if (HeaderFault(name) is { } fault)
                yield return fault;
        }
    }

    /// <summary>What is wrong with the name of a header; <c>null</c> if nothing is.</summary>
    public static string? HeaderFault(string name) =>
        name.StartsWith("Task-", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("MT-", StringComparison.OrdinalIgnoreCase)
            ? $"Header '{name}' has a reserved prefix ('Task-' and 'MT-'). Choose another name."
            : null;
}
