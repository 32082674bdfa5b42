namespace Messaging.StateMachines;

/// <summary>Parts of a <see cref="TaskSaga"/> that change together.</summary>
[Flags]
public enum TaskSagaParts
{
    /// <summary>Nothing has changed.</summary>
    None = 0,

    /// <summary>What is known from the sender: name, arguments, times, root and parent.</summary>
    Submission = 1,

    /// <summary>The runs and what follows from them: attempt, worker, times, result, error.</summary>
    Runs = 2,

    /// <summary>Progress.</summary>
    Progress = 4,

    /// <summary>The state that the task gave itself.</summary>
    CustomState = 8,

    /// <summary>Its revocation.</summary>
    Revocation = 16,

    /// <summary>Who waits for it.</summary>
    Waiters = 32,

    /// <summary>Its last replay.</summary>
    Replay = 64,

    /// <summary>Everything.</summary>
    All = Submission | Runs | Progress | CustomState | Revocation | Waiters | Replay,
}
