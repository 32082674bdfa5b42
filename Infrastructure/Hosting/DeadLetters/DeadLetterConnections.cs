using MassTransit;
using Messaging.StateMachines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Messaging.Hosting;

/// <summary>
/// Connects this tracker to the dead-letter queues of every queue that has had dead letters, as it learns of them. They
/// stay connected until the bus stops. What cannot be connected is told of and tried again; the others are not held up.
/// </summary>
internal sealed class DeadLetterConnections(
    IServiceProvider services,
    IBroker broker,
    DeadLetterSettings settings,
    DeadLetterQueues queues,
    DeadLetterEndpoint deadLetters,
    ILogger<DeadLetterConnections> logger)
{
    private static readonly string[] Suffixes = [DeadLetterEndpoint.Failed, DeadLetterEndpoint.Unwanted];

    /// <summary>Names of endpoints are the same in any case.</summary>
    private readonly HashSet<string> connected = new(StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<string> failing = new(StringComparer.Ordinal);
    private bool areUnknown;

    /// <summary>Adds those of some queues to a bus that is being made.</summary>
    public void Add(IBusFactoryConfigurator bus, IEnumerable<string> read)
    {
        foreach (var queue in settings.AreKept ? read : [])
            Connect(queue, bus.ReceiveEndpoint);
    }

    /// <summary>Goes on until it is cancelled, which it takes for its end.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        // The bus is made with what is here in it.
        var bus = services.GetRequiredService<IBus>();
        try
        {
            while (true)
            {
                var noted = queues.Noted;
                foreach (var queue in await Queues(cancellationToken))
                    TryConnect(queue, bus);

                await DeadLetterQueues.WaitForMore(noted, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process ends, and the bus stops its endpoints.
        }
    }

    private async Task<IReadOnlyList<string>> Queues(CancellationToken cancellationToken)
    {
        try
        {
            var all = await queues.All(cancellationToken);
            areUnknown = false;
            return all;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (!areUnknown)
                HostingLog.DeadLetterQueuesUnknown(logger, exception, exception.Message);
            areUnknown = true;
            return [];
        }
    }

    private void TryConnect(string queue, IBus bus)
    {
        try
        {
            Connect(queue, (name, configure) => bus.ConnectReceiveEndpoint(name, configure));
            failing.Remove(queue);
        }
        catch (Exception exception)
        {
            // Whatever MassTransit or its transport has against it; once is enough to tell.
            if (failing.Add(queue))
                HostingLog.DeadLettersNotConnected(logger, exception, queue, exception.Message);
        }
    }

    private void Connect(string queue, Action<string, Action<IReceiveEndpointConfigurator>> connect)
    {
        foreach (var suffix in Suffixes)
        {
            if (connected.Contains(queue + suffix))
                continue;

            connect(queue + suffix, endpoint =>
            {
                // As the worker declares it.
                broker.ConfigureQueue(endpoint);
                deadLetters.Configure(endpoint, queue, suffix);
            });
            connected.Add(queue + suffix);
        }
    }
}
