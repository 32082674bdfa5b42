using System.Collections.Concurrent;
using MassTransit;

namespace Messaging.Hosting;

/// <summary>The receive endpoints of this process that have been connected, and so may be consuming.</summary>
internal sealed class ReadyEndpoints : IReceiveEndpointObserver
{
    private readonly ConcurrentDictionary<IReceiveEndpoint, bool> endpoints = new();

    public Task Ready(ReceiveEndpointReady ready)
    {
        endpoints[ready.ReceiveEndpoint] = true;
        return Task.CompletedTask;
    }

    public Task Faulted(ReceiveEndpointFaulted faulted) => Task.CompletedTask;

    public Task Stopping(ReceiveEndpointStopping stopping)
    {
        endpoints.TryRemove(stopping.ReceiveEndpoint, out _);
        return Task.CompletedTask;
    }

    public Task Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;

    /// <summary>Stops them; each waits for what it is consuming.</summary>
    /// <param name="cancellationToken">Waits no longer.</param>
    public Task Stop(CancellationToken cancellationToken) =>
        Task.WhenAll(endpoints.Keys.Select(endpoint => endpoint.Stop(cancellationToken)));
}
