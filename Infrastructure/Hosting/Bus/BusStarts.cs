using MassTransit;
using MassTransit.Transports;

namespace Messaging.Hosting;

/// <summary>
/// Starts and stops the buses of this process. For MassTransit a bus has not started before all of its endpoints are
/// connected, and it does nothing at the stop of one that has not: while the broker is away, or refuses one queue of
/// many, receiving would go on while all that it needs is disposed of, and nobody would wait for tasks that run.
/// Therefore such a bus is stopped here:
/// <list type="number">
/// <item>The endpoints that were connected are stopped, and wait for what they are consuming.</item>
/// <item>Its start is called off. MassTransit stops the rest then, which has nothing that is worth a long wait.</item>
/// </list>
/// </summary>
internal sealed class BusStarts(
    IEnumerable<IBusInstance> instances, ReadyEndpoints endpoints, TimeProvider clock) : IBusDepot, IDisposable
{
    private static readonly TimeSpan LongestCallOff = TimeSpan.FromSeconds(2);

    private readonly IBusControl[] buses = [.. instances.Select(instance => instance.BusControl)];
    private readonly CancellationTokenSource calledOff = new();
    private Task[] starts = [];

    public async Task Start(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, calledOff.Token);
        starts = Array.ConvertAll(buses, bus => (Task)bus.StartAsync(either.Token));
        await Task.WhenAll(starts);
    }

    public async Task Stop(CancellationToken cancellationToken)
    {
        if (!Array.TrueForAll(starts, start => start.IsCompleted))
            await CallOff(cancellationToken);

        await Task.WhenAll(buses
            .Where((_, index) => index < starts.Length && starts[index].IsCompletedSuccessfully)
            .Select(bus => bus.StopAsync(cancellationToken)));
    }

    public void Dispose() => calledOff.Dispose();

    private async Task CallOff(CancellationToken cancellationToken)
    {
        try
        {
            await endpoints.Stop(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // They have had their time.
        }

        await calledOff.CancelAsync();
        // An endpoint that is told to stop at the moment at which it starts may not hear it.
        await Task.WhenAll(starts).WaitAsync(LongestCallOff, clock, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
