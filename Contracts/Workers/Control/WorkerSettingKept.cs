namespace Messaging.Contracts;

/// <summary>A command is kept for workers that start later.</summary>
public sealed record WorkerSettingKept
{
    /// <summary>Number of the change. Later ones have larger numbers.</summary>
    public required long Revision { get; init; }
}
