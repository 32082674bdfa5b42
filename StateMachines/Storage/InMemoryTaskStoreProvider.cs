namespace Messaging.StateMachines;

/// <summary>Opens <c>memory:</c>.</summary>
public sealed class InMemoryTaskStoreProvider : ITaskStoreProvider
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Schemes { get; } = ["memory"];

    /// <inheritdoc/>
    public IEnumerable<string> Faults(Uri address) => [];

    /// <inheritdoc/>
    public TrackerStores Open(Uri address, string prefix) => new()
    {
        Tasks = new InMemoryTaskStore(),
        ScheduledMessages = new InMemoryScheduledMessageStore(),
        Schedules = new InMemoryScheduleStore(),
        Revocations = new InMemoryRevocationStore(),
        Limits = new InMemoryLimitStore(TimeProvider.System),
        Workers = new InMemoryWorkerStore(TimeProvider.System),
        WorkerSettings = new InMemoryWorkerSettingStore(),
        DeadLetters = new InMemoryDeadLetterStore(),
    };
}
