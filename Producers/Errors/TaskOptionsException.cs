namespace Messaging.Producers;

/// <summary>A task was not sent because its call options are wrong.</summary>
public sealed class TaskOptionsException : ArgumentException
{
    internal TaskOptionsException(string taskName, IReadOnlyList<string> faults)
        : base($"Task '{taskName}' was not sent. {string.Join(" ", faults)}")
    {
        Faults = faults;
    }

    /// <summary>Each fault with its value, what is allowed and what to do.</summary>
    public IReadOnlyList<string> Faults { get; }
}
