namespace Messaging.PostgreSql;

/// <summary>Says that there may be messages, from then until somebody looks.</summary>
internal sealed class QueueSignal
{
    private volatile TaskCompletionSource signalled = New();

    public bool IsSet => signalled.Task.IsCompleted;

    /// <summary>Completes when it is set.</summary>
    public Task Task => signalled.Task;

    public void Set() => signalled.TrySetResult();

    /// <summary>To be called before looking, so that what comes meanwhile is noticed.</summary>
    /// <returns>Whether it was set.</returns>
    public bool Reset()
    {
        if (!IsSet)
            return false;

        signalled = New();
        return true;
    }

    // Whoever waits goes on elsewhere, and not in the middle of what reads notifications.
    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
