namespace Messaging.StateMachines;

/// <summary>
/// Schedules that nobody else claims or changes while this is held. Disposed of without being completed, it leaves them as
/// they were. Not for several threads.
/// </summary>
public interface IScheduleClaim : IAsyncDisposable
{
    /// <summary>The schedules, those to be looked at first in front.</summary>
    IReadOnlyList<StoredSchedule> Schedules { get; }

    /// <summary>Stores what has become of the schedules, and lets go of all.</summary>
    /// <param name="schedules">Those that have changed: of <see cref="Schedules"/>, by name.</param>
    /// <param name="cancellationToken">Gives up; nothing is stored then.</param>
    /// <exception cref="TaskStoreUnavailableException">
    /// The store cannot be reached at the moment. They may have been stored or not.
    /// </exception>
    Task Complete(IReadOnlyCollection<StoredSchedule> schedules, CancellationToken cancellationToken);
}
