using MassTransit;
using Messaging.StateMachines;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Hosting;

/// <summary>
/// Connects this tracker to the dead-letter queues of every queue that has had dead letters, as it learns of them. They
/// stay connected until the bus stops.
/// </summary>
internal sealed class DeadLetterConnections(
    IServiceProvider services,
    IBroker broker,
    DeadLetterSettings settings,
    DeadLetterQueues queues,
    DeadLetterEndpoint deadLetters)
{
    private static readonly string[] Suffixes = [DeadLetterEndpoint.Failed, DeadLetterEndpoint.Unwanted];

    private readonly HashSet<string> connected = new(StringComparer.Ordinal);

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
                foreach (var queue in await queues.All(cancellationToken))
                    Connect(queue, (name, configure) => bus.ConnectReceiveEndpoint(name, configure));

                await DeadLetterQueues.WaitForMore(noted, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process ends, and the bus stops its endpoints.
        }
    }

    private void Connect(string queue, Action<string, Action<IReceiveEndpointConfigurator>> connect)
    {
        if (!connected.Add(queue))
            return;

        foreach (var suffix in Suffixes)
        {
            connect(queue + suffix, endpoint =>
            {
                // As the worker declares it.
                broker.ConfigureQueue(endpoint);
                deadLetters.Configure(endpoint, queue, suffix);
            });
        }
    }
}
