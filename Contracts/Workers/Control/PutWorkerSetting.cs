namespace Messaging.Contracts;

/// <summary>
/// Has the trackers keep a command for workers that start later. Answered by <see cref="WorkerSettingKept"/>. It takes
/// the place of an earlier one for the same workers, queue and task; growth and shrinkage of pools add up. <see cref="WorkerCommandKind.Forget"/> deletes it.
/// </summary>
public sealed record PutWorkerSetting
{
    /// <summary>
    /// Made by whoever asks, and the same when it asks again: what was kept already is not kept twice. The latest thousand
    /// are remembered.
    /// </summary>
    public required Guid Id { get; init; }

    /// <summary>
    /// The command. One of those that change something for good: not a question, and not
    /// <see cref="WorkerCommandKind.Shutdown"/>.
    /// </summary>
    public required WorkerCommand Command { get; init; }
}
