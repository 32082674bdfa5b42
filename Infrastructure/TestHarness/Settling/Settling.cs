using System.Diagnostics;

namespace Messaging.TestHarness;

/// <summary>Waits, in real time, until all has happened that happens before the clock is moved on.</summary>
internal sealed class Settling(OpenTasks open, HarnessClock clock)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(2);

    /// <summary>
    /// Of a task that is on its way and has not moved for so long, no more is expected. Only one that nobody reads, or that
    /// is held back at the worker, gets so far, unless the machine is very busy.
    /// </summary>
    private static readonly TimeSpan LongestStandstill = TimeSpan.FromSeconds(2);

    /// <summary>
    /// After so long tasks are taken to be held back by something that goes by the clock, a rate limit; or, if they have
    /// started, to go on for long.
    /// </summary>
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(0.2);

    /// <summary>How far the clock is moved on then.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Waits until each task has ended, waits for its time, or has been at work for a while, or nothing moves any more. One
    /// that has only just started may fail in a moment, and its retry must not count from the time moved on to.
    /// </summary>
    public async Task WaitUntilStill(CancellationToken cancellationToken)
    {
        var stillness = new Stillness();
        while (await open.Look(cancellationToken) is var left && left.Any(task => !task.IsWaiting))
        {
            stillness.Look(left);
            if (stillness.Time >= (left.Any(task => task.IsOnItsWay) ? LongestStandstill : Standstill))
                return;

            await Task.Delay(BetweenLooks, cancellationToken);
        }
    }

    /// <summary>Moves the clock on from one due time to the next until no task is left.</summary>
    /// <exception cref="TimeoutException">Some are left when the time is up.</exception>
    public async Task RunUntilIdle(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var stillness = new Stillness();
        while (await open.Look(cancellationToken) is { Count: > 0 } left)
        {
            if (Stopwatch.GetElapsedTime(started) > timeout)
                throw new TimeoutException(Describe(left, timeout));
            stillness.Look(left);
            if (left.All(task => task.IsWaiting) && left.Min(task => task.Due) - clock.GetUtcNow() is { } next)
                clock.Advance(next > TimeSpan.Zero ? next : TimeSpan.Zero);
            else if (stillness.Time > Standstill && !left.Any(task => task.IsRunning))
                StepOn(stillness);
            else
                await Task.Delay(BetweenLooks, cancellationToken);
        }
    }

    private void StepOn(Stillness stillness)
    {
        clock.Advance(Step);
        stillness.Forget();
    }

    private static string Describe(IReadOnlyList<OpenTask> left, TimeSpan timeout)
    {
        const int most = 10;
        var names = left.Take(most).Select(task => $"{task.Name} {task.TaskId} ({task.State})");
        return $"{left.Count} tasks have not ended within {timeout} of real time: {string.Join(", ", names)}"
            + (left.Count > most ? " …" : "")
            + ". A task that is Pending goes to a queue that nobody reads here (add it to Worker.Queues); one that is "
            + "Started waits for something; one that is retried or put off for ever never ends.";
    }
}
