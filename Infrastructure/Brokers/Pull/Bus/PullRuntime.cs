using Messaging.Hosting;
using Microsoft.Extensions.Logging;

namespace Messaging.PullTransport;

/// <summary>The parts of one bus that do the work.</summary>
internal sealed class PullRuntime
{
    public PullRuntime(IPullBroker broker, ClosedQueues closedQueues, TimeProvider clock, ILogger logger)
    {
        Broker = broker;
        ClosedQueues = closedQueues;
        Clock = clock;
        Logger = logger;
        Outages = new Outages(clock);
        Declarations = new Declarations(broker, Outages, clock);
        Sender = new MessageSender(broker, Outages);
    }

    public IPullBroker Broker { get; }

    public ClosedQueues ClosedQueues { get; }

    public TimeProvider Clock { get; }

    public ILogger Logger { get; }

    public Outages Outages { get; }

    public Declarations Declarations { get; }

    public MessageSender Sender { get; }
}
