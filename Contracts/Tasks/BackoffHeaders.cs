namespace Messaging.Contracts;

/// <summary>Writes and reads the wait before each retry of one task.</summary>
internal static class BackoffHeaders
{
    /// <summary>The headers of a backoff, in the place of that of the worker's policy.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(Backoff backoff)
    {
        // Durations of nothing are not to be read.
        if (backoff.Base == TimeSpan.Zero || backoff.Max == TimeSpan.Zero)
        {
            yield return new(TaskHeaders.Backoff, nameof(BackoffKind.None));
            yield break;
        }

        yield return new(TaskHeaders.Backoff, backoff.Kind.ToString());
        yield return new(TaskHeaders.BackoffBase, TaskHeaderFormat.Write(backoff.Base));
        yield return new(TaskHeaders.BackoffMax, TaskHeaderFormat.Write(backoff.Max));
        yield return new(TaskHeaders.BackoffJitter, backoff.Jitter ? "true" : "false");
    }

    /// <summary>The backoff that a task came with; <c>null</c> if it came with none.</summary>
    /// <param name="header">The value of a header; <c>null</c> if it is missing.</param>
    public static Backoff? Read(Func<string, string?> header)
    {
        if (!Enum.TryParse<BackoffKind>(header(TaskHeaders.Backoff), ignoreCase: true, out var kind)
            || !Enum.IsDefined(kind))
        {
            return null;
        }

        var start = TaskHeaderFormat.Duration(header(TaskHeaders.BackoffBase)) ?? Backoff.DefaultBase;
        var backoff = Backoff.Of(kind, start);
        return backoff.With(
            TaskHeaderFormat.Duration(header(TaskHeaders.BackoffMax)) ?? backoff.Max,
            bool.TryParse(header(TaskHeaders.BackoffJitter), out var jitter) ? jitter : backoff.Jitter);
    }
}
