using System.Collections.Concurrent;
using MassTransit;

namespace Messaging.Hosting;

/// <summary>The receive endpoints of this process that are connected or have tried to be.</summary>
internal sealed class KnownEndpoints : IReceiveEndpointObserver
{
    private readonly ConcurrentDictionary<IReceiveEndpoint, bool> endpoints = new();

    public Task Ready(ReceiveEndpointReady ready) => Add(ready);

    public Task Faulted(ReceiveEndpointFaulted faulted) => Add(faulted);

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

    private Task Add(ReceiveEndpointEvent happened)
    {
        endpoints[happened.ReceiveEndpoint] = true;
        return Task.CompletedTask;
    }
}
