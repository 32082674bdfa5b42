namespace Messaging.Producers;

/// <summary>A schedule was not made because something in its definition is not allowed.</summary>
public sealed class ScheduleException : ArgumentException
{
    private ScheduleException(string name, IReadOnlyList<string> faults)
        : base($"Schedule '{name}' was not made. {string.Join(" ", faults)}")
    {
        Faults = faults;
    }

    /// <summary>Each fault with its value, what is allowed and what to do.</summary>
    public IReadOnlyList<string> Faults { get; }

    internal static void ThrowIfAny(IReadOnlyList<string> faults, string name)
    {
        if (faults.Count > 0)
            throw new ScheduleException(name, faults);
    }
}
