namespace Messaging.Contracts;

/// <summary>A running task has told how far it has come.</summary>
public sealed record TaskProgressed : TaskRunEvent
{
    /// <summary>How far.</summary>
    public required TaskProgress Progress { get; init; }
}
