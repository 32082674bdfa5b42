namespace Messaging.Producers;

/// <summary>A tracker was not asked because the question holds something that is not allowed.</summary>
public sealed class TaskQueryException : ArgumentException
{
    private TaskQueryException(string query, IReadOnlyList<string> faults)
        : base($"{query} was not sent. {string.Join(" ", faults)}")
    {
        Faults = faults;
    }

    /// <summary>Each fault with its value, what is allowed and what to do.</summary>
    public IReadOnlyList<string> Faults { get; }

    internal static void ThrowIfAny(IReadOnlyList<string> faults, object query)
    {
        if (faults.Count > 0)
            throw new TaskQueryException(query.GetType().Name, faults);
    }
}
