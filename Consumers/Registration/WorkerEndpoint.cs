using MassTransit;
using MassTransit.Middleware;

namespace Messaging.Consumers;

/// <summary>Turns a receive endpoint into a task queue with all registered consumers.</summary>
internal sealed class WorkerEndpoint
{
    private readonly TaskRegistry registry;
    private readonly WorkerOptions options;
    private readonly WorkerServices worker;

    internal WorkerEndpoint(TaskRegistry registry, WorkerOptions options, WorkerServices worker)
    {
        this.registry = registry;
        this.options = options;
        this.worker = worker;
    }

    /// <summary>Configures the endpoint.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="context">Where the consumers are registered.</param>
    public void Configure(IReceiveEndpointConfigurator endpoint, IRegistrationContext context)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        var held = options.MessagesInAdvance();

        // Tasks are sent to queues. Bound to the contracts' exchanges, two queues would both run a published one.
        endpoint.ConfigureConsumeTopology = false;
        endpoint.PrefetchCount = Math.Min(held, ushort.MaxValue);
        endpoint.ConcurrentMessageLimit = held;

        var reporter = new RejectionReporter(registry, worker);
        endpoint.ConfigureDeadLetter(pipe =>
        {
            pipe.UseFilter(new UnregisteredTaskFilter(reporter));
            pipe.UseFilter(new DeadLetterTransportFilter());
        });
        endpoint.ConfigureError(pipe =>
        {
            pipe.UseFilter(new UnreadableMessageFilter(reporter));
            pipe.UseFilter(new DeadLetterHeadersFilter());
            pipe.UseFilter(new ErrorTransportFilter());
            pipe.UseFilter(new MarkFaultedFilter());
        });

        foreach (var registration in registry.Registrations)
            registration.Connect(endpoint, context, worker);
    }
}
