using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Messaging.Consumers;

/// <summary>
/// Stops the host when the worker has leaked too much (<c>Worker:RecycleAbove</c>). It stops as after a signal: no more
/// tasks are taken, and those that run go on for up to <c>Worker:StopTimeout</c>.
/// </summary>
internal sealed class RecycleWatch(
    WorkerOptions options,
    StuckTasks stuck,
    TimeProvider clock,
    IHostApplicationLifetime host,
    ILogger<RecycleWatch> logger)
{
    /// <summary>
    /// "Try again later", as <c>sysexits.h</c> has it. A supervisor that restarts on failure restarts on it.
    /// </summary>
    public const int ExitCode = 75;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    /// <summary>Looks until the limit is passed or it is cancelled. Returns at once if there is no limit.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        if (options.RecycleAbove is { Memory: null, StuckTasks: null })
            return;

        using var timer = new PeriodicTimer(BetweenLooks, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (Reason() is not { } reason)
                continue;

            PoolLog.Recycles(logger, ExitCode, reason);
            Environment.ExitCode = ExitCode;
            host.StopApplication();
            return;
        }
    }

    private string? Reason()
    {
        var memory = Environment.WorkingSet;
        if (memory > options.RecycleAbove.Memory)
            return $"it holds {memory} bytes, and Worker:RecycleAbove:Memory is {options.RecycleAbove.Memory}.";

        return stuck.Current > options.RecycleAbove.StuckTasks
            ? $"{stuck.Current} tasks were given up and still run, and Worker:RecycleAbove:StuckTasks is "
                + $"{options.RecycleAbove.StuckTasks}."
            : null;
    }
}
