using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>Makes one result of the answers of many workers.</summary>
internal static class ControlAnswers
{
    /// <summary>Names of the workers that ought to answer.</summary>
    public static IReadOnlyList<string> Online(IEnumerable<WorkerStatus> workers) =>
        [.. workers.Where(worker => worker.State == WorkerState.Online).Select(worker => worker.Heartbeat.Worker)];

    public static ControlResult<T> Of<T>(
        IReadOnlyDictionary<string, (WorkerReply Reply, TimeSpan After)> replies,
        IReadOnlyList<WorkerStatus>? known,
        ControlOptions options,
        Func<WorkerReply, TimeSpan, T> answer)
    {
        var online = known is null ? null : Online(known);
        var meant = options.Workers ?? online ?? [];
        var missing = meant.Where(name => !replies.ContainsKey(name))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToArray();
        var refusals = replies.Values.Where(one => one.Reply.Error is not null)
            .ToDictionary(one => one.Reply.Worker, one => one.Reply.Error!, StringComparer.Ordinal);

        return new ControlResult<T>
        {
            Answers = replies.Values.Where(one => one.Reply.Error is null)
                .ToDictionary(one => one.Reply.Worker, one => answer(one.Reply, one.After), StringComparer.Ordinal),
            Refusals = refusals,
            Missing = missing,
            Known = options.Workers is null
                ? online?.Count
                : online?.Count(name => options.Workers.Contains(name, StringComparer.Ordinal)),
            Problem = Text(Problems(replies.Count, missing, refusals, known, options)),
        };
    }

    private static string? Text(IEnumerable<string> problems) =>
        string.Join(" ", problems) is { Length: > 0 } text ? text : null;

    private static IEnumerable<string> Problems(
        int answered,
        string[] missing,
        Dictionary<string, string> refusals,
        IReadOnlyList<WorkerStatus>? known,
        ControlOptions options)
    {
        if (known is null)
            yield return "No tracker answered in time, so it is not known which workers there are.";
        if (answered == 0 && missing.Length == 0)
            yield return $"No worker has answered within {options.Timeout}, and none is known to be online.";
        foreach (var name in missing)
            yield return Silent(name, known, options.Timeout);
        foreach (var (name, reason) in refusals.OrderBy(refusal => refusal.Key, StringComparer.Ordinal))
            yield return $"Worker '{name}' has not done so: {reason}";
    }

    private static string Silent(string name, IReadOnlyList<WorkerStatus>? known, TimeSpan timeout)
    {
        var worker = known?.FirstOrDefault(
            worker => string.Equals(worker.Heartbeat.Worker, name, StringComparison.Ordinal));
        if (worker is null && known is not null)
            return WorkerNotFoundException.Describe(name, [.. known.Select(other => other.Heartbeat.Worker)]);

        return worker is { State: not WorkerState.Online }
            ? $"Worker '{name}' has not answered within {timeout}; it is {worker.State} since {worker.Since:O}."
            : $"Worker '{name}' has not answered within {timeout}.";
    }
}
