using MassTransit;
using Messaging.Consumers;

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

        foreach (var consumer in ControlConsumers.All)
            consumer.NameTopic(bus, prefix);
    }
}
