namespace Messaging.Producers;

/// <summary>Which queues workers may be told to read.</summary>
internal static class QueueNameRules
{
    /// <summary>What is wrong with a name; <c>null</c> if nothing is.</summary>
    public static string? Fault(string queue)
    {
        if (queue.Length > 200 || !queue.All(letter => char.IsAsciiLetterOrDigit(letter) || ".-_:".Contains(letter)))
            return $"The queue is '{queue}'. Allowed: 1 to 200 letters, digits, '.', '-', '_' and ':'.";

        return queue.StartsWith("messaging-", StringComparison.OrdinalIgnoreCase)
            ? $"The queue is '{queue}'. Names that begin with 'messaging-' are kept for Messaging's own queues."
            : null;
    }
}
