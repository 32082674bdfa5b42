namespace Messaging.Contracts;

/// <summary>The revocations of tasks that have not ended. At most the latest 100,000.</summary>
public sealed record RevokedTasks
{
    /// <summary>The open revocations.</summary>
    public required IReadOnlyList<RevokeTask> Tasks { get; init; }
}
