using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>What waits in the buffer: an event, or something that makes one when its batch leaves.</summary>
internal readonly struct EventEntry
{
    private readonly TaskEvent? taskEvent;
    private readonly Func<TaskEvent?>? latest;

    public EventEntry(TaskEvent taskEvent) => this.taskEvent = taskEvent;

    public EventEntry(Func<TaskEvent?> latest) => this.latest = latest;

    /// <summary>Characters of its large texts.</summary>
    public int Text => taskEvent switch
    {
        TaskSubmitted submitted => submitted.Arguments?.Length ?? 0,
        TaskReceived received => received.Arguments?.Length ?? 0,
        TaskSucceeded succeeded => succeeded.Result?.Length ?? 0,
        TaskProgressed progressed => progressed.Progress.Message?.Length ?? 0,
        TaskStateSet set => set.CustomState.Length + (set.Meta?.Length ?? 0),
        TaskFailed failed => TextOf(failed.Error),
        TaskRetrying retrying => TextOf(retrying.Error),
        TaskRejected rejected => TextOf(rejected.Error),
        TaskRevoked revoked => revoked.Reason?.Length ?? 0,
        _ => 0,
    };

    private static int TextOf(TaskError error) => error.Message.Length + (error.StackTrace?.Length ?? 0);

    /// <summary>The event; <c>null</c> if there is nothing to tell any more.</summary>
    public TaskEvent? Take() => taskEvent ?? latest?.Invoke();
}
