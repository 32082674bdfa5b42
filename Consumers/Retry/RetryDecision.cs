namespace Messaging.Consumers;

/// <summary>What follows from a failed attempt, if another one does.</summary>
/// <param name="Reason">What to tell of the attempt that ended.</param>
/// <param name="Delay">How long to wait for the next.</param>
/// <param name="IsSnooze">Whether the next attempt is no retry.</param>
internal sealed record RetryDecision(Exception Reason, TimeSpan Delay, bool IsSnooze)
{
    /// <summary>Whether the next attempt is for any worker, however soon it is due.</summary>
    public bool IsForAnyWorker { get; private init; }

    /// <summary>Decides; <c>null</c> if the failure is the task's end.</summary>
    public static RetryDecision? Of(TaskExecution run, Exception thrown)
    {
        if (run.IsBrokenOff || thrown is TimeLimitExceededException or TaskPutBackException)
            return null;

        var failure = run.CauseOf(thrown);
        if (failure is TaskSnoozedException snoozed)
            return new RetryDecision(snoozed, snoozed.Delay, IsSnooze: true);
        if (failure is TaskRequeuedException)
            return new RetryDecision(failure, TaskRequeuedException.Delay, IsSnooze: true) { IsForAnyWorker = true };
        if (failure is TaskRejectedException or TaskIgnoredException)
            return null;

        var asked = failure as TaskRetryException;
        if (run.Retries >= MaxRetries(run, asked) || (asked is null && !IsRetried(run.Policy, failure)))
            return null;

        return new RetryDecision(
            asked?.InnerException ?? failure,
            asked?.Delay ?? run.Backoff.Draw(run.Retries, Random.Shared),
            IsSnooze: false);
    }

    private static bool IsRetried(TaskPolicy policy, Exception failure) =>
        !policy.NotRetryOn.Contains(failure) && (policy.RetryOn.IsEmpty || policy.RetryOn.Contains(failure));

    /// <summary>What a task has failed with that is not run again.</summary>
    public static Exception Final(TaskExecution run, TaskRetryException asked) =>
        asked.InnerException ?? new MaxRetriesExceededException(run.Name, MaxRetries(run, asked), asked);

    private static int MaxRetries(TaskExecution run, TaskRetryException? asked) => asked?.MaxRetries ?? run.MaxRetries;
}
