using Messaging.Contracts;
using Messaging.Producers;

namespace Messaging.Testing;

/// <summary>
/// Waits for more than a task's end. Events travel in batches of which several are on their way at a time, so that the
/// end may be known before what was told earlier: the submission, the attempts before the last, a state.
/// </summary>
public static class ToldTasks
{
    /// <summary>Waits until a task has ended, and then until the trackers know what is asked for.</summary>
    /// <param name="task">The task.</param>
    /// <param name="isTold">Says whether they do.</param>
    public static async Task<TaskStatus> WaitUntilTold(this TaskHandle task, Func<TaskStatus, bool> isTold)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(isTold);
        var ended = await task.Wait(Eventually.Deadline);
        return isTold(ended) ? ended : await Eventually.Get(() => task.GetStatus(), isTold);
    }

    /// <summary>Waits until a task has ended, and it is known how each of so many attempts has.</summary>
    public static Task<TaskStatus> WaitForAttempts(this TaskHandle task, int count) => task.WaitUntilTold(
        status => status.Attempts.Count >= count && status.Attempts.All(attempt => attempt.Outcome is not null));

    /// <summary>Waits until a task has ended, and what its sender said of it is known.</summary>
    public static Task<TaskStatus> WaitForSubmission(this TaskHandle task) =>
        task.WaitUntilTold(status => status.SubmittedAt is not null);
}
