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
        DeadLetters = new InMemoryDeadLetterStore(),
    };
}
