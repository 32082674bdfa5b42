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
    public override Exception Retry(TimeSpan? delay = null, Exception? cause = null) =>
        throw new TaskRetryException(delay is { } asked ? RetryDelay.Check(asked) : null, cause);

    [DoesNotReturn]
    public override Exception Snooze(TimeSpan delay) => throw new TaskSnoozedException(RetryDelay.Check(delay));

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

        return events.Add(execution.StateSet(clock.GetUtcNow(), name, json), execution.Shutdown);
    }
}
