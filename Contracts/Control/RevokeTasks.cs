namespace Messaging.Contracts;

/// <summary>Calls many tasks off at once, each as <see cref="RevokeTask"/> does. At most 1,000.</summary>
public sealed record RevokeTasks
{
    /// <summary>So many tasks at most are in one message.</summary>
    public const int Most = 1_000;

    /// <summary>The tasks' ids.</summary>
    public required IReadOnlyList<Guid> TaskIds { get; init; }

    /// <summary>How far to go. <see cref="RevokeMode.BeforeStart"/> by default.</summary>
    public RevokeMode Mode { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Why, for whoever reads the tasks' histories.</summary>
    public string? Reason { get; init; }
}
