using System.Collections.Concurrent;
using System.Threading.Channels;
using Messaging.Contracts;
using Microsoft.Extensions.Logging;

namespace Messaging.Consumers;

/// <summary>
/// Runs tasks in child processes (<see cref="PoolKind.Processes"/>).
/// <list type="number">
/// <item>As many keepers as the pool is large each keep one child alive: start it, offer it, wait for its end, start
/// another. A child that cannot be started is tried again, ever more slowly, while tasks wait; one that has died by
/// itself at once is replaced a moment later.</item>
/// <item>A task takes an offered child for itself and gives it back. A child that has run enough, holds too much memory
/// or is still busy then is not offered again but ended.</item>
/// <item>When the pool becomes smaller, so many of the children that are offered next are dismissed, and their keepers
/// with them.</item>
/// </list>
/// </summary>
internal sealed class ProcessPool(
    WorkerOptions options,
    WorkerSlots slots,
    QueueGate queues,
    ChildStarter starter,
    TimeProvider clock,
    ILogger<ProcessPool> logger)
    : ITaskPool, IAsyncDisposable
{
    /// <summary>A task that has waited so long for a child that cannot be started goes back, if it can.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan ShortLife = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Channel<ChildProcess> idle = Channel.CreateUnbounded<ChildProcess>();
    private readonly ConcurrentDictionary<ChildProcess, string?> children = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly List<Task> keepers = [];
    private int size;
    private int surplus;
    private int failures;

    public bool StartsAll => false;

    /// <summary>The children that live, and the name of the task that each runs.</summary>
    public IReadOnlyDictionary<ChildProcess, string?> Children => children;

    /// <summary>Nothing of it runs in this process, so the caller is never held.</summary>
    public Task Start(Func<Task> run) => run();

    public void GiveUp(TaskExecution execution, Task running, TimeSpan limit)
    {
        // What it fails with now is known: it was killed.
        running.IgnoreFault();
        if (execution.Child is not { } child)
            return;

        PoolLog.KilledAtLimit(logger, execution.Name, execution.TaskId, limit, child.Id);
        child.Kill();
    }

    public void Resize(int size)
    {
        lock (gate)
        {
            var more = size - this.size;
            this.size = size;
            for (; more < 0; more++)
            {
                if (!TryDismissIdle())
                    surplus++;
            }

            var kept = Math.Min(surplus, more);
            surplus -= kept;
            keepers.RemoveAll(keeper => keeper.IsCompleted);
            for (more -= kept; more > 0 && !stopping.IsCancellationRequested; more--)
                keepers.Add(Task.Run(Keep));
        }
    }

    /// <summary>Waits for a child and takes it for a task.</summary>
    /// <exception cref="TaskPutBackException">
    /// The worker stops; or no child can be started, and the broker takes the message back.
    /// </exception>
    public async Task<ChildProcess> Take(TaskExecution execution, CancellationToken cancellationToken)
    {
        while (true)
        {
            var child = idle.Reader.TryRead(out var ready) ? ready : await Next(execution, cancellationToken);
            // Its keeper takes it away when it has ended, which is not to be undone.
            if (!child.HasEnded && children.TryUpdate(child, execution.Name, comparisonValue: null))
                return child;
        }
    }

    /// <summary>A child was found to be dead when it was given a task. Its keeper has yet to find out.</summary>
    public void Forget(ChildProcess child, string task) => children.TryUpdate(child, newValue: null, task);

    /// <summary>Gives a child back after a task.</summary>
    public void GiveBack(ChildProcess child, string task)
    {
        children.TryUpdate(child, newValue: null, task);
        if (child.HasEnded)
        {
            // Its keeper tells that, and starts another.
        }
        else if (child.IsBusy || child.IsRetired)
        {
            // It may have told its end just before it was killed, and look idle.
            child.Kill();
        }
        else if (child.Runs >= options.MaxTasksPerChild)
        {
            PoolLog.ChildHasRunEnough(logger, child.Id, child.Runs);
            _ = child.Retire();
        }
        else if (options.MaxMemoryPerChild is { } limit && child.Memory > limit)
        {
            PoolLog.ChildIsTooLarge(logger, child.Id, child.Memory, task, limit);
            _ = child.Retire();
        }
        else
        {
            Offer(child);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        Task[] all;
        lock (gate)
            all = [.. keepers];

        foreach (var child in children.Keys)
            child.Kill();
        await Task.WhenAll(all);
    }

    private async Task Keep()
    {
        while (await StartOne() is { } child)
        {
            children[child] = null;
            if (stopping.IsCancellationRequested)
                child.Kill();

            var born = clock.GetTimestamp();
            Offer(child);
            var how = await child.Ended;
            if (IsDismissed(child))
                return;
            if (child.IsRetired)
                continue;

            PoolLog.ChildLost(logger, child.Id, how);
            if (clock.GetElapsedTime(born) < ShortLife)
                await Pause(FirstDelay);
        }
    }

    private bool IsDismissed(ChildProcess child)
    {
        lock (gate)
        {
            children.TryRemove(child, out _);
            DropEnded();
            return child.IsDismissed;
        }
    }

    /// <summary>Only ever called under the lock. While no task comes nobody else takes out what has ended.</summary>
    private void DropEnded()
    {
        for (var left = idle.Reader.Count; left > 0 && idle.Reader.TryRead(out var offered); left--)
        {
            if (!offered.HasEnded)
                idle.Writer.TryWrite(offered);
        }
    }

    /// <summary>A child that is ready; <c>null</c> when the pool ends first.</summary>
    private async Task<ChildProcess?> StartOne()
    {
        for (var delay = FirstDelay; !stopping.IsCancellationRequested; delay = Longer(delay))
        {
            try
            {
                var child = await starter.Start(stopping.Token);
                Volatile.Write(ref failures, 0);
                return child;
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                // Of whatever kind: a keeper that gave up would be missed by nobody.
                PoolLog.ChildNotStarted(
                    logger, Interlocked.Increment(ref failures), exception.Message, delay, LongestWait);
            }
            catch (Exception)
            {
                // The pool ends, and nobody waits for this child any more: broken off, or failed on its own account.
                return null;
            }

            await Pause(delay);
        }

        return null;
    }

    private async Task Pause(TimeSpan delay) =>
        await Task.Delay(delay, clock, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static TimeSpan Longer(TimeSpan delay) => 2 * delay < LongestDelay ? 2 * delay : LongestDelay;

    private void Offer(ChildProcess child)
    {
        lock (gate)
        {
            if (surplus == 0)
            {
                idle.Writer.TryWrite(child);
                return;
            }

            if (TryDismiss(child))
                surplus--;
        }
    }

    /// <summary>Only ever called under the lock.</summary>
    private bool TryDismissIdle()
    {
        while (idle.Reader.TryRead(out var child))
        {
            if (TryDismiss(child))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Only ever called under the lock. One that has ended cannot be dismissed: its keeper starts another.
    /// </summary>
    private bool TryDismiss(ChildProcess child)
    {
        if (!children.ContainsKey(child))
            return false;

        child.IsDismissed = true;
        _ = child.Retire();
        return true;
    }

    private async Task<ChildProcess> Next(TaskExecution execution, CancellationToken cancellationToken)
    {
        ChildProcess? child = null;
        while (child is null)
        {
            using var waited = new CancellationTokenSource(LongestWait, clock);
            await slots.UnlessStopping(
                async token =>
                {
                    using var either = CancellationTokenSource.CreateLinkedTokenSource(token, waited.Token);
                    try
                    {
                        child = await idle.Reader.ReadAsync(either.Token);
                    }
                    catch (OperationCanceledException) when (!token.IsCancellationRequested)
                    {
                        if (Volatile.Read(ref failures) > 0 && queues.BrokerTakesBack && !execution.IsSettled)
                            throw new TaskPutBackException();
                    }
                },
                cancellationToken);
        }

        return child;
    }
}
