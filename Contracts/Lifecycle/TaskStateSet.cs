namespace Messaging.Contracts;

/// <summary>A running task has given itself a state of its own naming.</summary>
public sealed record TaskStateSet : TaskRunEvent
{
    /// <summary>The state's name.</summary>
    public required string CustomState { get; init; }

    /// <summary>Whatever the task wants to say along with it, as JSON text.</summary>
    public string? Meta { get; init; }
}
