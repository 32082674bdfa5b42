using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>What handles do: ask for a status, wait for the end, revoke.</summary>
internal sealed class TaskFollower(
    TrackerQueries queries,
    TaskRevocations revocations,
    ITaskFailures failures,
    TimeProvider clock)
{
    /// <summary>
    /// For so long a task that we sent is taken to be pending although the tracker has not heard of it.
    /// </summary>
    private static readonly TimeSpan NewsMayTake = TimeSpan.FromMinutes(1);

    /// <summary>After a wait has timed out, so much more is spent on saying where the task is.</summary>
    private static readonly TimeSpan LastQuestion = TimeSpan.FromSeconds(2);

    public async Task<TaskStatus> GetStatus(Guid taskId, SubmittedTask? submitted, CancellationToken cancellationToken)
    {
        var status = await queries.Ask<GetTaskStatus, TaskStatus>(
            new GetTaskStatus { TaskId = taskId }, cancellationToken);

        return OrPending(status, submitted);
    }

    public async Task<TaskStatus> Wait(
        Guid taskId, SubmittedTask? submitted, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (timeout <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "The timeout must be more than zero.");

        try
        {
            return await queries.Ask<WaitForTask, TaskStatus>(
                new WaitForTask { TaskId = taskId, Until = clock.GetUtcNow() + timeout }, timeout, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw await NotEndedInTime(taskId, submitted, timeout, exception, cancellationToken);
        }
    }

    /// <summary>An end, with what is known of it in this process.</summary>
    public TaskOutcome Complete(TaskOutcome outcome) => outcome with { Cause = failures.Find(outcome.TaskId) };

    public async Task<TimeoutException> NotEndedInTime(
        Guid taskId,
        SubmittedTask? submitted,
        TimeSpan timeout,
        Exception exception,
        CancellationToken cancellationToken)
    {
        string state;
        try
        {
            var status = OrPending(
                await queries.Ask<GetTaskStatus, TaskStatus>(
                    new GetTaskStatus { TaskId = taskId }, LastQuestion, cancellationToken),
                submitted);
            state = $"Its last known state is {Describe(status)}.";
        }
        catch (Exception silence) when (silence is TimeoutException or QueryFailedException)
        {
            state = $"Its state is not known: {silence.Message}";
        }

        var name = submitted is null ? "" : $" ({submitted.Name})";
        return new TimeoutException($"Task {taskId}{name} has not ended within {timeout}. {state}", exception);
    }

    public Task Revoke(Guid taskId, RevokeMode mode, string? reason, CancellationToken cancellationToken) =>
        revocations.Revoke(taskId, mode, reason, cancellationToken);

    private TaskStatus OrPending(TaskStatus status, SubmittedTask? submitted)
    {
        if (status.State != TaskState.Unknown || submitted is null
            || clock.GetUtcNow() - submitted.Time > NewsMayTake)
        {
            return status;
        }

        return status with
        {
            State = submitted.Eta > clock.GetUtcNow() ? TaskState.Scheduled : TaskState.Pending,
            Name = submitted.Name,
            Queue = submitted.Queue,
            SubmittedAt = submitted.Time,
            Eta = submitted.Eta,
        };
    }

    private static string Describe(TaskStatus status) => status.State switch
    {
        TaskState.Unknown => "Unknown (no tracker has heard of it)",
        TaskState.Pending => $"Pending in queue '{status.Queue}': no worker has taken it yet",
        TaskState.Started => $"Started (attempt {status.Attempt}) at worker '{status.Worker}'",
        _ => status.State.ToString(),
    };
}
