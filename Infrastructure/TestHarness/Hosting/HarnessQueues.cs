using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Hosting;
using Microsoft.Extensions.Options;

namespace Messaging.TestHarness;

/// <summary>
/// Has the one worker read all queues that the settings and the tasks' policies name, whoever reads them otherwise.
/// </summary>
internal sealed class HarnessQueues(TaskRegistry registry) : IPostConfigureOptions<MessagingOptions>
{
    public void PostConfigure(string? name, MessagingOptions options)
    {
        var named = options.Routes.Values
            .Concat(options.Tasks.Values.Select(task => task.Queue))
            .Concat(registry.Registrations.Select(registration => registration.Policy.Queue))
            .Prepend(SystemQueues.Default)
            .OfType<string>()
            .Except(options.Worker.Queues, StringComparer.Ordinal)
            .ToArray();
        foreach (var queue in named)
            options.Worker.Queues.Add(queue);
    }
}
