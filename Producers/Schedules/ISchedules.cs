using Messaging.Contracts;

namespace Messaging.Producers;

/// <summary>
/// Creates, changes, lists and deletes the schedules of periodic tasks while the application runs. Speaks to the trackers
/// over the broker. Safe for use by many threads; one instance serves a whole process.
/// </summary>
/// <remarks>
/// All of it throws <see cref="TimeoutException"/> if no tracker answered within <c>Messaging:Producer:QueryTimeout</c>
/// (the change may have been made), and <see cref="QueryFailedException"/> if a tracker answered that it cannot, most
/// likely for want of its store. A question whose answer is lost with the connection is asked again.
/// </remarks>
public interface ISchedules
{
    /// <summary>
    /// Creates a schedule, or changes the one of the same name. One that is the same already is left alone, and a pause
    /// outlasts every change.
    /// </summary>
    /// <param name="name">
    /// Its name: 1 to 200 characters, no control characters, no white space at either end. For example
    /// <c>reports.nightly</c>.
    /// </param>
    /// <param name="task">The task that is sent.</param>
    /// <param name="trigger">When.</param>
    /// <param name="options">How it is sent. Default: as the task's policy and routes say.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    /// <returns>The schedule, with its next due times.</returns>
    /// <exception cref="ScheduleException">Something in it is not allowed. Says what, and what is.</exception>
    Task<ScheduleStatus> Put(
        string name,
        ITask task,
        Trigger trigger,
        ScheduleOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Creates or changes a schedule whose task's contract is not known here, or one that was read from
    /// <see cref="Get"/> and changed.
    /// </summary>
    /// <param name="schedule">The definition, with its queue's full name. It counts as made at run time.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    /// <returns>The schedule, with its next due times.</returns>
    /// <exception cref="ScheduleException">Something in it is not allowed. Says what, and what is.</exception>
    Task<ScheduleStatus> Put(Schedule schedule, CancellationToken cancellationToken = default);

    /// <summary>Asks for a schedule.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    /// <exception cref="ScheduleNotFoundException">There is none of that name.</exception>
    Task<ScheduleStatus> Get(string name, CancellationToken cancellationToken = default);

    /// <summary>Asks for all schedules in the order of their names, page by page.</summary>
    /// <param name="cancellationToken">Gives up asking.</param>
    IAsyncEnumerable<ScheduleStatus> List(CancellationToken cancellationToken = default);

    /// <summary>Asks for one page of schedules.</summary>
    /// <param name="query">Which schedules, how many, and where to go on.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    /// <exception cref="TaskQueryException">The question holds something that is not allowed.</exception>
    Task<SchedulePage> ListPage(ListSchedules query, CancellationToken cancellationToken = default);

    /// <summary>Pauses a schedule: no run is sent until it is resumed, restarts included.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    /// <exception cref="ScheduleNotFoundException">There is none of that name.</exception>
    Task<ScheduleStatus> Pause(string name, CancellationToken cancellationToken = default);

    /// <summary>
    /// Lets a paused schedule go on with the first due time from now. What was due meanwhile is not made up for.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    /// <exception cref="ScheduleNotFoundException">There is none of that name.</exception>
    Task<ScheduleStatus> Resume(string name, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes a schedule. Tasks that were sent go on. One that an application declares comes back when that starts again.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    /// <returns>The schedule as it was.</returns>
    /// <exception cref="ScheduleNotFoundException">
    /// There is none of that name; also if it was deleted just now and the answer was lost.
    /// </exception>
    Task<ScheduleStatus> Delete(string name, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends a run now, whether the schedule is paused, due or overlapping. Its next due time does not move.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    /// <returns>A handle on the run's task.</returns>
    /// <exception cref="ScheduleNotFoundException">There is none of that name.</exception>
    Task<TaskHandle> RunNow(string name, CancellationToken cancellationToken = default);
}
