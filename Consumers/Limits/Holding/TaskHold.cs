using MassTransit;
using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// Lets a task wait for a limit: in memory if its turn is near and there is room, otherwise with the scheduler.
/// <list type="number">
/// <item>In memory it takes no slot. It is revoked and expires there as anywhere, and goes back to its queue when the
/// worker stops.</item>
/// <item>Put off, it is the same attempt when it comes again, and nothing is told of it. When the scheduler's queue has
/// confirmed it, its message is settled: in this order, so that a worker that dies in between leaves two messages of
/// the task, of which the scheduler keeps one if both are put off, and loses none.</item>
/// </list>
/// </summary>
internal sealed class TaskHold(
    HeldTasks held,
    ITaskPostponement postponement,
    ITaskEventSink events,
    RevocationList revocations,
    WorkerSlots slots,
    TimeProvider clock)
{
    /// <summary>No broker leaves a message with a worker for ever.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Done when the task may go on, or must not.</summary>
    /// <returns>Whether it may go on; otherwise this delivery of it is over.</returns>
    public async Task<bool> Enter<TTask>(ConsumeContext<TTask> context, TaskExecution run, IWaitedLimit limit)
        where TTask : class
    {
        if (HasExpired(run))
            return false;

        if (limit.ExpectedWait > Longest || !held.TryHold(run.Queue))
        {
            await PutOff(context, run, limit.Defer());
            return false;
        }

        try
        {
            if (await TryWait(run, limit))
                return true;
        }
        finally
        {
            held.LetGo(run.Queue);
        }

        if (!HasExpired(run))
            await PutOff(context, run, limit.Defer());
        return false;
    }

    private bool HasExpired(TaskExecution run)
    {
        if (!(run.Expires <= clock.GetUtcNow()))
            return false;

        run.Dropped = TaskState.Expired;
        return true;
    }

    private async Task<bool> TryWait(TaskExecution run, IWaitedLimit limit)
    {
        using var tooLong = new CancellationTokenSource(LongestFor(run), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(tooLong.Token, run.CancellationToken);
        run.IsHeld = true;
        using var watch = revocations.Watch(run);
        try
        {
            await slots.UnlessStopping(limit.Enter, either.Token);
            return true;
        }
        catch (OperationCanceledException exception) when (exception is not TaskPutBackException
            && tooLong.IsCancellationRequested && !run.CancellationToken.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            run.IsHeld = false;
        }
    }

    private TimeSpan LongestFor(TaskExecution run)
    {
        if (run.Expires is not { } expires)
            return Longest;

        // Timers count whole milliseconds and would end too soon.
        var left = TimeSpan.FromMilliseconds(Math.Ceiling((expires - clock.GetUtcNow()).TotalMilliseconds));
        if (left < TimeSpan.Zero)
            return TimeSpan.Zero;
        return left < Longest ? left : Longest;
    }

    private async Task PutOff<TTask>(ConsumeContext<TTask> context, TaskExecution run, TimeSpan delay)
        where TTask : class
    {
        var due = clock.GetUtcNow() + Deferrals.Shortened(delay, run.Deferrals);
        await postponement.Postpone(
            new PostponedTask
            {
                Context = context,
                Message = context.Message,
                TaskId = run.TaskId,
                Name = run.IsReported ? run.Name : null,
                Queue = run.Queue,
                Attempt = run.Attempt,
                Snoozes = run.Snoozes,
                Deferrals = run.Deferrals + 1,
                // Told of when it expires, and not when its turn would have come.
                Due = run.Expires < due ? run.Expires.Value : due,
            },
            run.Shutdown);
        run.IsOver = true;
        if (!run.IsReported)
        {
            // Nobody has told the trackers of the task yet, and it may be long until it is received again.
            await events.AddConfirmed(
                new TaskScheduled
                {
                    TaskId = run.TaskId, Time = clock.GetUtcNow(), Name = run.Name, Queue = run.Queue, Eta = due,
                },
                run.Shutdown);
        }
    }
}
