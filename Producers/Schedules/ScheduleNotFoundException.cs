namespace Messaging.Producers;

/// <summary>There is no schedule of the name that was given. Names one that may have been meant.</summary>
public sealed class ScheduleNotFoundException : Exception
{
    internal ScheduleNotFoundException(string name, string message, Exception inner)
        : base(message, inner)
    {
        Name = name;
    }

    /// <summary>The name that was given.</summary>
    public string Name { get; }
}
