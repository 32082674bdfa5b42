using Messaging.Contracts;

namespace Messaging.TestHarness;

/// <summary>A task that has not ended.</summary>
/// <param name="TaskId">Its id.</param>
/// <param name="Name">Its name; <c>null</c> while the tracker has not heard of it.</param>
/// <param name="State">Where it is.</param>
/// <param name="Due">When the scheduler sends it, if it waits for that.</param>
/// <param name="IsConsuming">Whether its consumer has been called and has not returned.</param>
internal sealed record OpenTask(Guid TaskId, string? Name, TaskState State, DateTimeOffset? Due, bool IsConsuming)
{
    /// <summary>Whether nothing happens to it before the time has come.</summary>
    public bool IsWaiting => Due is not null;

    /// <summary>Whether its consumer is at work, and the trackers know.</summary>
    public bool IsRunning => IsConsuming && State == TaskState.Started;

    /// <summary>Whether it may go on by itself at any moment.</summary>
    public bool IsOnItsWay => !IsWaiting && !IsRunning;
}
