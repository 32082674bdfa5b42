namespace Messaging.Contracts;

/// <summary>A worker has dropped the task because its time to be started had passed.</summary>
public sealed record TaskExpired : TaskRunEvent
{
    /// <summary>The time that had passed.</summary>
    public required DateTimeOffset Expires { get; init; }
}
