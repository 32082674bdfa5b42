namespace Messaging.Contracts;

/// <summary>What a command changes: a later one with the same slot takes its place.</summary>
internal static class WorkerSettingSlot
{
    /// <summary>Whether a command can be kept at all.</summary>
    public static bool Exists(WorkerCommandKind kind) =>
        kind is > WorkerCommandKind.Queues and <= WorkerCommandKind.Forget and not WorkerCommandKind.Shutdown;

    /// <summary>What is wrong with what is to be forgotten; <c>null</c> if nothing is.</summary>
    public static string? ForgetFault(WorkerCommandKind? kind) =>
        kind is { } setting and not WorkerCommandKind.Forget && Exists(setting)
            ? null
            : $"{kind} is nothing that is kept. Allowed: the commands that change something for good.";

    /// <summary>What a setting is of.</summary>
    public static WorkerSettingSubject SubjectOf(WorkerCommandKind kind) => kind switch
    {
        WorkerCommandKind.AddQueue or WorkerCommandKind.CancelQueue
            or WorkerCommandKind.PauseQueue or WorkerCommandKind.ResumeQueue => WorkerSettingSubject.Queue,
        WorkerCommandKind.GrowPool or WorkerCommandKind.ShrinkPool or WorkerCommandKind.Autoscale =>
            WorkerSettingSubject.Pool,
        _ => WorkerSettingSubject.Task,
    };

    /// <summary>The slot: opposites share one.</summary>
    public static (WorkerCommandKind Kind, string Name) Of(WorkerCommand command) => command.Kind switch
    {
        WorkerCommandKind.Forget when command.Forgotten is { } kind =>
            Of(command with { Kind = kind, Forgotten = null }),
        WorkerCommandKind.CancelQueue => (WorkerCommandKind.AddQueue, command.Queue ?? ""),
        WorkerCommandKind.ResumeQueue => (WorkerCommandKind.PauseQueue, command.Queue ?? ""),
        WorkerCommandKind.ShrinkPool => (WorkerCommandKind.GrowPool, ""),
        _ => (command.Kind, command.Queue ?? command.TaskName ?? ""),
    };
}
