using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Messaging.Consumers;

/// <summary>
/// Runs tasks in child processes (<see cref="PoolKind.Processes"/>).
/// <list type="number">
/// <item>As many keepers as the pool is large each keep one child alive: start it, offer it, wait for its end, start
/// another. A child that cannot be started is tried again, ever more slowly, while tasks wait.</item>
/// <item>A task takes an offered child for itself and gives it back. A child that has run enough, holds too much memory
/// or is still busy then is not offered again but ended.</item>
/// <item>When the pool becomes smaller, so many of the children that are offered next are dismissed, and their keepers
/// with them.</item>
/// </list>
/// </summary>
internal sealed class ProcessPool(
    WorkerOptions options,
    WorkerSlots slots,
    ChildStarter starter,
    TimeProvider clock,
    ILogger<ProcessPool> logger)
    : ITaskPool, IAsyncDisposable
{
    /// <summary>A task that has waited so long for a child that cannot be started goes back to its queue.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(0.5);

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
        _ = running.ContinueWith(
            static killed => _ = killed.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
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
                if (idle.Reader.TryRead(out var child))
                    Dismiss(child);
                else
                    surplus++;
            }

            var kept = Math.Min(surplus, more);
            surplus -= kept;
            keepers.RemoveAll(keeper => keeper.IsCompleted);
            for (more -= kept; more > 0 && !stopping.IsCancellationRequested; more--)
                keepers.Add(Task.Run(Keep));
        }
    }

    /// <summary>Waits for a child and takes it for a task of the given name.</summary>
    /// <exception cref="TaskPutBackException">The worker stops, or no child can be started.</exception>
    public async Task<ChildProcess> Take(string task, CancellationToken cancellationToken)
    {
        while (true)
        {
            var child = idle.Reader.TryRead(out var ready) ? ready : await Next(cancellationToken);
            if (child.HasEnded)
                continue;

            children[child] = task;
            return child;
        }
    }

    /// <summary>Gives a child back after a task.</summary>
    public void GiveBack(ChildProcess child, string task)
    {
        children.TryUpdate(child, newValue: null, task);
        if (child.HasEnded)
        {
            // Its keeper tells that, and starts another.
        }
        else if (child.IsBusy)
        {
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

            Offer(child);
            var how = await child.Ended;
            children.TryRemove(child, out _);
            if (child.IsDismissed)
                return;
            if (!child.IsRetired)
                PoolLog.ChildLost(logger, child.Id, how);
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

            await Task.Delay(delay, clock, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return null;
    }

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

            surplus--;
            Dismiss(child);
        }
    }

    private static void Dismiss(ChildProcess child)
    {
        child.IsDismissed = true;
        _ = child.Retire();
    }

    private async Task<ChildProcess> Next(CancellationToken cancellationToken)
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
                        if (Volatile.Read(ref failures) > 0)
                            throw new TaskPutBackException();
                    }
                },
                cancellationToken);
        }

        return child;
    }
}
