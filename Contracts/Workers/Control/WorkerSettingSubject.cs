namespace Messaging.Contracts;

/// <summary>What a setting of a worker is of.</summary>
internal enum WorkerSettingSubject
{
    /// <summary>The worker's pool.</summary>
    Pool = 0,

    /// <summary>A queue.</summary>
    Queue = 1,

    /// <summary>A kind of task.</summary>
    Task = 2,
}
