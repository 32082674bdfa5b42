namespace Messaging.StateMachines;

/// <summary>Wakes whoever replays when this tracker has marked dead letters.</summary>
internal sealed class ReplayWake
{
    private volatile TaskCompletionSource signal = New();

    /// <summary>Done when it is set the next time.</summary>
    public Task Woken => signal.Task;

    /// <summary>Wakes.</summary>
    public void Set() => Interlocked.Exchange(ref signal, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
