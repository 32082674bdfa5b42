using System.Collections.Concurrent;
using MassTransit;

namespace Messaging.Producers;

/// <summary>
/// The queues that tasks are sent to. MassTransit works an address out anew at each request, which costs as much as the
/// message; so its answer is kept, though only for a minute, since MassTransit lets go of what is not used for long.
/// </summary>
internal sealed class TaskQueues(IBus bus, IBrokerConnection broker, TimeProvider clock)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Known> known = new(StringComparer.Ordinal);

    public ValueTask<ISendEndpoint> Get(string queue) =>
        known.TryGetValue(queue, out var kept) && clock.GetElapsedTime(kept.Since) < KeptFor
            ? new ValueTask<ISendEndpoint>(kept.Endpoint)
            : new ValueTask<ISendEndpoint>(Ask(queue));

    private async Task<ISendEndpoint> Ask(string queue)
    {
        var endpoint = await bus.GetSendEndpoint(broker.QueueAddress(queue));
        known[queue] = new Known(endpoint, clock.GetTimestamp());
        return endpoint;
    }

    private sealed record Known(ISendEndpoint Endpoint, long Since);
}
