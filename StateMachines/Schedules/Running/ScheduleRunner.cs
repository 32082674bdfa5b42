using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines;

/// <summary>
/// Sends the runs of schedules when they are due. Each tracker has one, and any number of them share the schedules:
/// <list type="number">
/// <item>It sleeps until the earliest time that the store knows, a second at most, since another tracker may be told of a
/// schedule that is due sooner; two while there is no schedule. What this tracker is told wakes it at once.</item>
/// <item>It claims the schedules whose time has come. The claim ends with the process, so another tracker takes over at
/// once from one that has died.</item>
/// <item>It sends their runs and, when the broker has confirmed them, moves the schedules on and ends the claim, in one
/// transaction.</item>
/// <item>If it dies in between, the next tracker claims the same due times, whose runs have the same ids. Those that the
/// trackers have heard of are not sent again.</item>
/// </list>
/// </summary>
internal sealed class ScheduleRunner(
    IScheduleStore schedules,
    ITaskStore tasks,
    IRunSender sender,
    ScheduleWake wake,
    TimeProvider clock,
    ILogger<ScheduleRunner> logger)
{
    private const int MostAtATime = 100;

    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WhileEmpty = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WhileOthersWork = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);

    private readonly RunDelivery delivery = new(tasks, sender, clock, logger);
    private bool isFailing;

    /// <summary>Goes on until it is cancelled, which it takes for its end.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var sleep = await Pass(cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
                if (sleep > TimeSpan.Zero)
                    await wake.Wait(sleep, clock, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process ends. What it has claimed is free again.
        }
    }

    /// <summary>Whatever goes wrong, schedules stay as they are and are claimed again.</summary>
    /// <returns>How long to sleep.</returns>
    private async Task<TimeSpan> Pass(CancellationToken cancellationToken)
    {
        try
        {
            var sleep = await TryPass(cancellationToken);
            if (isFailing)
                ScheduleLog.RunsAgain(logger);
            isFailing = false;
            return sleep;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (!isFailing)
                ScheduleLog.NotRun(logger, exception, exception.Message);
            isFailing = true;
            return LongestSleep;
        }
    }

    private async Task<TimeSpan> TryPass(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await schedules.NextAt(cancellationToken) is not { } next)
            return WhileEmpty;

        var wait = next - now;
        if (wait > TimeSpan.Zero)
            return wait < LongestSleep ? WholeMilliseconds(wait) : LongestSleep;

        await using var claim = await schedules.Claim(now, MostAtATime, cancellationToken);
        if (claim.Schedules.Count == 0)
            return WhileOthersWork;

        // Not given up with the process at once: what is confirmed just then would be sent again by another one.
        using var last = new CancellationTokenSource();
        await using var stopping = cancellationToken.Register(() => last.CancelAfter(LongestEnd));
        await claim.Complete(await delivery.Deliver(claim.Schedules, last.Token), last.Token);
        return TimeSpan.Zero;
    }

    /// <summary>Timers know whole milliseconds only, and would cut a shorter wait to none.</summary>
    private static TimeSpan WholeMilliseconds(TimeSpan time) =>
        TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds));
}
