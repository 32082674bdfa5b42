using MassTransit;
using Messaging.StateMachines;

namespace Messaging.Hosting;

/// <summary>
/// Connects this tracker to the dead-letter queues of every queue that has had dead letters, as it learns of them. They
/// stay connected until the bus stops.
/// </summary>
internal sealed class DeadLetterConnections(
    IBus bus, IBroker broker, DeadLetterQueues queues, DeadLetterEndpoint deadLetters)
{
    private readonly HashSet<string> connected = new(StringComparer.Ordinal);

    /// <summary>Goes on until it is cancelled, which it takes for its end.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var noted = queues.Noted;
                foreach (var queue in await queues.All(cancellationToken))
                {
                    Connect(queue, DeadLetterEndpoint.Failed);
                    Connect(queue, DeadLetterEndpoint.Unwanted);
                }

                await DeadLetterQueues.WaitForMore(noted, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process ends, and the bus stops its endpoints.
        }
    }

    private void Connect(string queue, string suffix)
    {
        if (!connected.Add(queue + suffix))
            return;

        bus.ConnectReceiveEndpoint(queue + suffix, endpoint =>
        {
            // As the worker declares it.
            broker.ConfigureQueue(endpoint);
            deadLetters.Configure(endpoint, queue, suffix);
        });
    }
}
