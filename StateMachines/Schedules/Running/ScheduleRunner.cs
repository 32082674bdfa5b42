using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines;

/// <summary>
/// Sends the runs of schedules when they are due, see <see cref="DueLoop"/>. Each tracker has one, and any number of them
/// share the schedules:
/// <list type="number">
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
    Wake<ScheduleRunner> wake,
    TimeProvider clock,
    ILogger<ScheduleRunner> logger)
    : IDueWork
{
    private const int MostAtATime = 100;

    private static readonly TimeSpan WhileEmpty = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);

    private readonly RunDelivery delivery = new(tasks, sender, clock, logger);

    /// <summary>Goes on until it is cancelled, which it takes for its end.</summary>
    public Task Run(CancellationToken cancellationToken) =>
        new DueLoop(this, wake, WhileEmpty, clock).Run(cancellationToken);

    public Task<DateTimeOffset?> NextDue(CancellationToken cancellationToken) => schedules.NextAt(cancellationToken);

    public async Task<DueOutcome> DoDue(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var claim = await schedules.Claim(now, MostAtATime, cancellationToken);
        if (claim.Schedules.Count == 0)
            return DueOutcome.Held;

        // Not given up with the process at once: what is confirmed just then would be sent again by another one.
        using var last = new CancellationTokenSource();
        await using var stopping = cancellationToken.Register(() => last.CancelAfter(LongestEnd));
        await claim.Complete(await delivery.Deliver(claim.Schedules, last.Token), last.Token);
        return DueOutcome.Done;
    }

    public void OnFailed(Exception exception) => ScheduleLog.NotRun(logger, exception, exception.Message);

    public void OnRecovered() => ScheduleLog.RunsAgain(logger);
}
