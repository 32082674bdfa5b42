namespace Messaging.Contracts;

/// <summary>What is revoked at the moment.</summary>
public sealed record RevokedTasks
{
    /// <summary>The revocations of tasks that have not ended. At most the latest 100,000.</summary>
    public required IReadOnlyList<RevokeTask> Tasks { get; init; }

    /// <summary>The rules that are kept, the latest first. At most the latest 10,000.</summary>
    public IReadOnlyList<RevocationRule> Rules { get; init; } = [];
}
