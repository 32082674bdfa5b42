using Messaging.Consumers;
using Messaging.Contracts;

namespace Messaging.Hosting;

/// <summary>Finds names of queues that the broker does not allow, before anything is received.</summary>
internal static class BrokerQueueRules
{
    // The longest of Messaging's own names: if the broker allows it behind the prefix, it allows all of them.
    private const string LongestOwn = SystemQueues.Scheduler;

    /// <summary>What is wrong, with the keys that say so.</summary>
    /// <param name="brokers">The brokers; that of the options has no faults.</param>
    /// <param name="options">The options.</param>
    /// <param name="registry">The tasks of this process, with their policies resolved.</param>
    public static IEnumerable<string> Faults(BrokerProviders brokers, MessagingOptions options, TaskRegistry registry)
    {
        if (brokers.QueueFault(options.Broker, options.Prefix + LongestOwn) is { } prefixFault)
            return [$"Messaging:Prefix is '{options.Prefix}'. {prefixFault}"];

        return options.Worker.Queues.Select(queue => (Key: "Messaging:Worker:Queues", Queue: queue))
            .Concat(options.Routes.Select(route => (Key: $"Messaging:Routes:{route.Key}", Queue: route.Value)))
            .Concat(registry.Registrations
                .Where(task => task.Policy.Queue is not null)
                .Select(task => (Key: $"The policy of task '{task.Name}'", Queue: task.Policy.Queue!)))
            .Select(named => brokers.QueueFault(options.Broker, options.Prefix + named.Queue) is { } fault
                ? $"{named.Key} holds the queue '{named.Queue}'. {fault}"
                : null)
            .OfType<string>();
    }
}
