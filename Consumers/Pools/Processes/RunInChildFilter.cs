using System.Diagnostics;
using MassTransit;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// Stands for the consumer, which runs in the child process.
/// <list type="number">
/// <item>A process that has died while it had nothing to do is not the task's affair: another is taken.</item>
/// <item>A task that is cancelled, other than by its soft time limit, and does not end soon after is killed with its
/// process: it was revoked, its message goes back, or its worker stops.</item>
/// </list>
/// </summary>
internal sealed class RunInChildFilter<TTask>(
    TaskRegistration registration, ProcessPool children, WorkerServices worker)
    : IFilter<ConsumeContext<TTask>>
    where TTask : class
{
    /// <summary>Shorter than what a stopping worker is given after <c>Worker:StopTimeout</c>.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    public async Task Send(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        var started = Stopwatch.GetTimestamp();
        var execution = context.GetPayload<TaskExecution>();
        // Of this attempt: when it is given up, another may begin.
        var token = execution.CancellationToken;
        var frame = Frame(context, execution);
        var child = execution.Child
            ?? throw new InvalidOperationException($"Task '{execution.Name}' has no child process to run in.");

        EndedFrame? ended;
        while ((ended = await Run(execution, child, frame, token)) is null)
            child = await TakeAnother(execution, child, token);

        if (ended.Failure is { } failure)
        {
            execution.Thrown = failure.ToException();
            throw execution.Thrown;
        }

        if (!execution.IgnoreResult)
            execution.Result = ended.Result;
        // No consumer has been called here, and without this the transport would dead-letter the message.
        await context.NotifyConsumed(context, Stopwatch.GetElapsedTime(started), registration.Name);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("task-in-child");

    private static RunFrame Frame(ConsumeContext<TTask> context, TaskExecution execution) => new()
    {
        Number = 0,
        Task = execution.Name,
        Queue = execution.Queue,
        Worker = execution.Worker,
        Attempt = execution.Attempt,
        Snoozes = execution.Snoozes,
        InputAddress = context.ReceiveContext.InputAddress,
        Redelivered = context.ReceiveContext.Redelivered,
        Body = ChildBody.Of(context, execution.TaskId),
    };

    private async Task<EndedFrame?> Run(
        TaskExecution execution, ChildProcess child, RunFrame frame, CancellationToken token)
    {
        var isBrokenOff = 0;
        var running = child.Execute(frame, told => Tell(execution, told));
        await using var cancelled = token.Register(() => _ = child.Cancel());
        using var brokenOff = execution.WhenBrokenOff(() =>
        {
            if (Interlocked.Exchange(ref isBrokenOff, 1) == 0)
                _ = EndSoon(execution, child, frame, running);
        });
        return await running;
    }

    private async Task<ChildProcess> TakeAnother(TaskExecution execution, ChildProcess gone, CancellationToken token)
    {
        PoolLog.ChildGone(worker.Logger, gone.Id, execution.Name, execution.TaskId);
        if (execution.TryRelease(gone))
            children.Forget(gone, execution.Name);

        ChildProcess child;
        try
        {
            child = await children.Take(execution, token);
        }
        catch (TaskPutBackException exception) when (execution.IsSettled)
        {
            throw WorkerLostException.Stopped(execution.Name, execution.Worker, exception);
        }

        execution.Child = child;
        // Whoever gives the attempt up cancels it first, so it is seen here, or the child is seen there.
        if (token.IsCancellationRequested && execution.TryRelease(child))
            children.GiveBack(child, execution.Name);
        token.ThrowIfCancellationRequested();
        return child;
    }

    private async ValueTask Tell(TaskExecution execution, Frame frame)
    {
        TaskEvent told;
        if (frame.Kind == FrameKind.Progress)
        {
            var progress = frame.As<ProgressFrame>();
            told = execution.Progressed(progress.Time, progress.Progress);
        }
        else
        {
            var state = frame.As<StateFrame>();
            told = execution.LastState = execution.StateSet(state.Time, state.Name, state.Meta);
        }

        try
        {
            await worker.Events.Add(told, execution.Shutdown);
        }
        catch (OperationCanceledException) when (execution.IsShuttingDown)
        {
            // The task goes back to its queue, and how far it had come concerns nobody.
        }
    }

    private async Task EndSoon(TaskExecution execution, ChildProcess child, RunFrame frame, Task running)
    {
        // Not waited for: one that does not listen any more may not take this either.
        _ = child.Cancel();
        await Task.WhenAny(running, Task.Delay(Grace, worker.Clock));
        if (child.TryKill(frame))
            PoolLog.KilledAfterCancel(worker.Logger, execution.Name, execution.TaskId, Grace, child.Id);
    }
}
