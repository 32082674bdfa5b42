using Messaging.Contracts;

namespace Messaging.StateMachines;

/// <summary>The states whose beginning is published, each as the event that leads to it.</summary>
internal sealed class PublishedStates(IEnumerable<TaskState> states)
{
    private readonly HashSet<TaskState> states = [.. states];

    public static PublishedStates None { get; } = new([]);

    /// <summary>Those that an event of a worker leads to.</summary>
    public static IReadOnlyList<TaskState> Publishable { get; } =
    [
        TaskState.Received, TaskState.Started, TaskState.Retrying, TaskState.Succeeded, TaskState.Failed,
        TaskState.Revoked, TaskState.Expired, TaskState.Rejected, TaskState.Ignored,
    ];

    public bool IsEmpty => states.Count == 0;

    /// <summary>The states by their names, which must be publishable ones.</summary>
    public static PublishedStates Named(IEnumerable<string> names) =>
        new(names.Select(name => Enum.Parse<TaskState>(name, ignoreCase: true)));

    /// <summary>Whether a saga is in such a state now, and through this event.</summary>
    public bool IsReachedBy(TaskSaga saga, TaskRunEvent taskEvent) =>
        StateAfter(taskEvent) is { } state && states.Contains(state)
        && TaskVerdict.Of(saga) is { } counts && TaskRuns.IsRun(counts, taskEvent)
        && TaskVerdict.StateOf(saga) == state;

    private static TaskState? StateAfter(TaskRunEvent taskEvent) => taskEvent switch
    {
        TaskReceived => TaskState.Received,
        TaskStarted => TaskState.Started,
        TaskRetrying => TaskState.Retrying,
        TaskSucceeded => TaskState.Succeeded,
        TaskFailed => TaskState.Failed,
        TaskRevoked => TaskState.Revoked,
        TaskExpired => TaskState.Expired,
        TaskRejected => TaskState.Rejected,
        TaskIgnored => TaskState.Ignored,
        _ => null,
    };
}
