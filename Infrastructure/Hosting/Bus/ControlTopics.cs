using MassTransit;
using Messaging.Contracts;

namespace Messaging.Hosting;

/// <summary>
/// What all workers are told is published. With a prefix it reaches the workers with the same prefix only: applications
/// that share a broker must not revoke each other's tasks, nor shut down each other's workers.
/// </summary>
internal static class ControlTopics
{
    public static void Configure(IBusFactoryConfigurator bus, string prefix)
    {
        if (prefix.Length == 0)
            return;

        Name<RevokeTask>(bus, prefix);
        Name<RevokeTasks>(bus, prefix);
        Name<RevocationRule>(bus, prefix);
        Name<WorkerCommand>(bus, prefix);
    }

    private static void Name<T>(IBusFactoryConfigurator bus, string prefix)
        where T : class =>
        bus.Message<T>(message => message.SetEntityName($"{prefix}{typeof(T).Namespace}:{typeof(T).Name}"));
}
