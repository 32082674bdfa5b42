using MassTransit;

namespace Messaging.Producers.Tests.Sending;

/// <summary>A broker connection whose probes answer what the test says.</summary>
internal sealed class BrokerWithFaults(params string?[] faults) : IBrokerConnection
{
    private readonly Queue<string?> faults = new(faults);

    public string Address => "amqp://app@broker:5672";

    public int Probes { get; private set; }

    public Uri QueueAddress(string queue) => new($"queue:{queue}");

    public Task<string?> FindFault(CancellationToken cancellationToken)
    {
        Probes++;
        return Task.FromResult(faults.Count > 1 ? faults.Dequeue() : faults.Peek());
    }

    public void SetPriority(SendContext context, byte priority) => throw new NotSupportedException();
}
