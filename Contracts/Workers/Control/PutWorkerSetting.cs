namespace Messaging.Contracts;

/// <summary>
/// Has the trackers keep a command for workers that start later. Answered by <see cref="WorkerSettingKept"/>. It takes
/// the place of an earlier one for the same workers, queue and task; growth and shrinkage of pools add up.
/// </summary>
public sealed record PutWorkerSetting
{
    /// <summary>
    /// The command. One of those that change something for good: not a question, and not
    /// <see cref="WorkerCommandKind.Shutdown"/>.
    /// </summary>
    public required WorkerCommand Command { get; init; }
}
