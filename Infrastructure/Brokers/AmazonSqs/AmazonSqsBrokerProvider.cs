using Messaging.Hosting;
using Messaging.PullTransport;

namespace Messaging.AmazonSqs;

/// <summary>
/// Connects to Amazon SQS: <c>sqs://region</c>, with credentials from AWS's usual sources, or
/// <c>sqs://key:secret@region</c>. After <c>?</c> may follow
/// <list type="bullet">
/// <item><c>endpoint</c>: another server, such as an emulator or a VPC endpoint;</item>
/// <item><c>prefix</c>: comes before all names of queues, up to 24 characters; none by default;</item>
/// <item><c>lock</c>: how long a message is locked unless that is extended, 3s to 12h; 30s by default;</item>
/// <item><c>waitTime</c>: how long one request waits for messages, 1s to 20s; 5s by default;</item>
/// <item><c>maxMessageBytes</c>: the longest message that may be sent, 1024 to 1048576; 262144 by default.</item>
/// </list>
/// </summary>
public sealed class AmazonSqsBrokerProvider : IBrokerProvider
{
    private const BrokerFeatures Features = BrokerFeatures.Processes | BrokerFeatures.Durable
        | BrokerFeatures.DeliveryCount | BrokerFeatures.Locks | BrokerFeatures.Delays | BrokerFeatures.Depth;

    /// <inheritdoc/>
    public IReadOnlyList<string> Schemes { get; } = ["sqs"];

    /// <inheritdoc/>
    public IEnumerable<string> Faults(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return AmazonSqsAddress.Faults(address);
    }

    /// <inheritdoc/>
    public string? QueueFault(Uri address, string queue)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(queue);
        return new QueueNames(AmazonSqsAddress.Read(address).Prefix).FaultOfTasks(queue);
    }

    /// <inheritdoc/>
    public IBroker Create(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return Create(address, TimeProvider.System);
    }

    /// <summary>Makes the broker, for a process with another clock.</summary>
    internal static PullBroker Create(Uri address, TimeProvider clock)
    {
        var read = AmazonSqsAddress.Read(address);
        return new PullBroker(read.ToString(), Features, logger => new SqsPullBroker(read, clock, logger));
    }
}
