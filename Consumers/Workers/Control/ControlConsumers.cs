using Messaging.Contracts;

namespace Messaging.Consumers;

/// <summary>
/// What all workers are told, and who hears it. A message that is published to workers is added here and nowhere else: the
/// control queue's consumers and the names of the topics follow from it.
/// </summary>
internal static class ControlConsumers
{
    public static IReadOnlyList<ControlConsumer> All { get; } =
    [
        new ControlConsumer<RevokeTaskConsumer, RevokeTask>(),
        new ControlConsumer<RevokeTasksConsumer, RevokeTasks>(),
        new ControlConsumer<RevocationRuleConsumer, RevocationRule>(),
        new ControlConsumer<WorkerCommandConsumer, WorkerCommand>(),
    ];
}
