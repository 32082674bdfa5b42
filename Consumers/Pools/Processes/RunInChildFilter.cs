using System.Diagnostics;
using MassTransit;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// Stands for the consumer, which runs in the child process. A task that is cancelled, other than by its soft time
/// limit, and does not end soon after is killed with its process: it was revoked, or its worker stops.
/// </summary>
internal sealed class RunInChildFilter<TTask>(TaskRegistration registration, WorkerServices worker)
    : IFilter<ConsumeContext<TTask>>
    where TTask : class
{
    /// <summary>Shorter than what a stopping worker is given after <c>Worker:StopTimeout</c>.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    public async Task Send(ConsumeContext<TTask> context, IPipe<ConsumeContext<TTask>> next)
    {
        var started = Stopwatch.GetTimestamp();
        var execution = context.GetPayload<TaskExecution>();
        var child = execution.Child
            ?? throw new InvalidOperationException($"Task '{execution.Name}' has no child process to run in.");

        var running = child.Execute(Frame(context, execution), frame => Tell(execution, frame));
        EndedFrame ended;
        await using (execution.CancellationToken.Register(() => _ = Cancel(execution, child, running)))
            ended = await running;

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

    private async Task Cancel(TaskExecution execution, ChildProcess child, Task running)
    {
        await child.Cancel();
        if (execution is { Interruption: Interruption.SoftTimeLimit, IsShuttingDown: false })
            return;

        await Task.WhenAny(running, Task.Delay(Grace, worker.Clock));
        if (running.IsCompleted)
            return;

        PoolLog.KilledAfterCancel(worker.Logger, execution.Name, execution.TaskId, Grace, child.Id);
        child.Kill();
    }
}
