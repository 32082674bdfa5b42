namespace Messaging.Contracts;

/// <summary>How far a running task has come, by its own account.</summary>
public sealed record TaskProgress
{
    /// <summary>Work done, in the task's own unit.</summary>
    public required long Current { get; init; }

    /// <summary>Work in all, in the same unit.</summary>
    public required long Total { get; init; }

    /// <summary>A word to whoever watches.</summary>
    public string? Message { get; init; }
}
