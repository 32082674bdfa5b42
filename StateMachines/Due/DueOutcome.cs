namespace Messaging.StateMachines;

/// <summary>What has become of work that was due.</summary>
internal enum DueOutcome
{
    /// <summary>What was claimed is done, or put off; more may be due.</summary>
    Done = 0,

    /// <summary>Other trackers have claimed all of it.</summary>
    Held = 1,

    /// <summary>The broker is away: what could not be done is as it was.</summary>
    BrokerAway = 2,
}
