using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Messaging.Consumers;

/// <summary>Tells of children that outgrow <c>Worker:MaxMemoryPerChild</c> while they run a task; once of each.</summary>
internal sealed class ChildMemoryWatch(
    WorkerOptions options, ProcessPool pool, TimeProvider clock, ILogger<ChildMemoryWatch> logger)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly ConditionalWeakTable<ChildProcess, object> told = [];

    /// <summary>Looks until it is cancelled.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(BetweenLooks, clock);
        while (options.MaxMemoryPerChild is { } limit && await timer.WaitForNextTickAsync(cancellationToken))
        {
            foreach (var (child, task) in pool.Children)
            {
                if (task is not null)
                    Look(child, task, limit);
            }
        }
    }

    private void Look(ChildProcess child, string task, long limit)
    {
        try
        {
            var memory = child.CurrentMemory();
            // Once it has grown that much it is not given another task.
            if (memory > limit && told.TryAdd(child, task))
                PoolLog.ChildGrows(logger, child.Id, memory, task, limit);
        }
        catch (InvalidOperationException)
        {
            // It has ended just now, which the pool tells.
        }
    }
}
