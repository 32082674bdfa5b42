namespace Messaging.Producers;

/// <summary>Some of many tasks could not be sent.</summary>
public sealed class SendManyException : Exception
{
    internal SendManyException(IReadOnlyList<TaskHandle> sent, int failed, Exception first)
        : base(
            $"{failed:N0} of {sent.Count + failed:N0} tasks were not confirmed by the broker, and any after them were "
            + $"not tried. The first failure: {first.Message}",
            first)
    {
        Sent = sent;
        Failed = failed;
    }

    /// <summary>The tasks that the broker has confirmed.</summary>
    public IReadOnlyList<TaskHandle> Sent { get; }

    /// <summary>Number of tasks that it has not. They may have been sent all the same.</summary>
    public int Failed { get; }
}
