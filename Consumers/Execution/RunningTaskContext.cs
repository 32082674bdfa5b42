using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using MassTransit;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>What a task consumer is handed.</summary>
internal sealed class RunningTaskContext<TTask>(
    ConsumeContext<TTask> context, TaskExecution execution, ITaskEventSink events, TimeProvider clock)
    : TaskContext<TTask>
    where TTask : class
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(100);

    public override TTask Message => context.Message;

    public override Guid TaskId => execution.TaskId;

    public override int Attempt { get; } = execution.Attempt;

    public override string Queue => execution.Queue;

    public override Headers Headers => context.Headers;

    public override CancellationToken CancellationToken { get; } = execution.CancellationToken;

    [DoesNotReturn]
    public override Exception Retry(TimeSpan? delay = null, Exception? cause = null, int? maxRetries = null)
    {
        if (maxRetries is { } most)
            ArgumentOutOfRangeException.ThrowIfNegative(most, nameof(maxRetries));

        throw new TaskRetryException(delay is { } asked ? RetryDelay.Check(asked) : null, cause, maxRetries);
    }

    [DoesNotReturn]
    public override Exception Snooze(TimeSpan delay) => throw new TaskSnoozedException(RetryDelay.Check(delay));

    [DoesNotReturn]
    public override Exception Requeue(string? reason = null) => throw new TaskRequeuedException(reason);

    [DoesNotReturn]
    public override Exception Reject(string reason, Exception? cause = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        throw new TaskRejectedException(reason, cause);
    }

    [DoesNotReturn]
    public override Exception Ignore() => throw new TaskIgnoredException();

    public override ValueTask ReportProgress(long current, long total, string? message = null)
    {
        var now = clock.GetTimestamp();
        if (current < total && execution.LastProgress != 0
            && clock.GetElapsedTime(execution.LastProgress, now) < ProgressInterval)
        {
            return ValueTask.CompletedTask;
        }

        execution.LastProgress = now;
        var progress = new TaskProgress { Current = current, Total = total, Message = message };
        return events.Add(execution.Progressed(clock.GetUtcNow(), progress), execution.Shutdown);
    }

    public override ValueTask SetState(string name, object? meta = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var json = meta is null ? null : JsonSerializer.Serialize(meta, TaskJson.Options);

        execution.LastState = execution.StateSet(clock.GetUtcNow(), name, json);
        return events.Add(execution.LastState, execution.Shutdown);
    }
}
