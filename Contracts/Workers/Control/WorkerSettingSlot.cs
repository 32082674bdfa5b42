namespace Messaging.Contracts;

/// <summary>What a command changes: a later one with the same slot takes its place.</summary>
internal static class WorkerSettingSlot
{
    /// <summary>Whether a command can be kept at all.</summary>
    public static bool Exists(WorkerCommandKind kind) =>
        kind is > WorkerCommandKind.Queues and not WorkerCommandKind.Shutdown;

    /// <summary>The slot: opposites share one.</summary>
    public static (WorkerCommandKind Kind, string Name) Of(WorkerCommand command) => command.Kind switch
    {
        WorkerCommandKind.CancelQueue => (WorkerCommandKind.AddQueue, command.Queue ?? ""),
        WorkerCommandKind.ResumeQueue => (WorkerCommandKind.PauseQueue, command.Queue ?? ""),
        WorkerCommandKind.ShrinkPool => (WorkerCommandKind.GrowPool, ""),
        _ => (command.Kind, command.Queue ?? command.TaskName ?? ""),
    };
}
