using Messaging.Consumers;
using Microsoft.Extensions.Options;

namespace Messaging.Hosting;

/// <summary>
/// The roles of this process: those that are set, else those that follow from what it has. A child process of a worker
/// has none of its worker's.
/// </summary>
internal sealed class ActiveRoles(IOptions<MessagingOptions> options, TaskRegistry registry)
{
    public bool IsWorker { get; } = ChildAddress.Socket is null && (options.Value.Roles is { } roles
        ? roles.HasFlag(MessagingRoles.Worker)
        : registry.Registrations.Count > 0);

    public bool IsTracker { get; } = ChildAddress.Socket is null && (options.Value.Roles is { } roles
        ? roles.HasFlag(MessagingRoles.Tracker)
        : options.Value.Broker.StartsWith("memory:", StringComparison.OrdinalIgnoreCase));
}
