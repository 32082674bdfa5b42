using Messaging.Consumers;
using Messaging.Contracts;
using Microsoft.Extensions.Options;

namespace Messaging.Hosting;

/// <summary>The names of this process's queues, prefix included.</summary>
internal sealed class QueueNames
{
    public QueueNames(IOptions<MessagingOptions> options, WorkerOptions worker)
    {
        var prefix = options.Value.Prefix;
        Prefix = prefix;
        Tracking = prefix + SystemQueues.Tracking;
        Queries = prefix + SystemQueues.Queries;
        Scheduler = prefix + SystemQueues.Scheduler;
        Limits = prefix + SystemQueues.Limits;
        Workers = prefix + SystemQueues.Workers;
        Control = prefix + SystemQueues.ControlPrefix + worker.Name;
        Replies = $"{prefix}messaging-replies-{Guid.NewGuid():N}";
        Tasks = (worker.Queues.Count == 0 ? [SystemQueues.Default] : worker.Queues)
            .Distinct(StringComparer.Ordinal)
            .Select(queue => prefix + queue)
            .ToArray();
    }

    /// <summary>What all names begin with; may be empty.</summary>
    public string Prefix { get; }

    public string Tracking { get; }

    public string Queries { get; }

    public string Scheduler { get; }

    public string Limits { get; }

    public string Workers { get; }

    public string Control { get; }

    public string Replies { get; }

    public IReadOnlyList<string> Tasks { get; }
}
