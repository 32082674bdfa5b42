using MassTransit;

namespace Messaging.StateMachines;

/// <summary>Turns receive endpoints into the tracker's queues.</summary>
internal static class TrackerEndpoints
{
    private const int BatchesAtATime = 64;
    /// <summary>What comes in during a transaction is the next one.</summary>
    private const int SchedulesAtATime = 2_000;

    private const int PermitsAtATime = 256;
    private const int QueriesAtATime = 64;
    private const int WaitsAtATime = 1_000;

    /// <summary>
    /// What looks at many rows. Few enough to leave the store's connections to the saves, and to keep each one short.
    /// </summary>
    private const int SearchesAtATime = 8;

    /// <summary>The queue of lifecycle events and revocations.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="context">Where the consumers are registered.</param>
    public static void ConfigureTracking(IReceiveEndpointConfigurator endpoint, IRegistrationContext context)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        endpoint.ConfigureConsumeTopology = false;
        endpoint.PrefetchCount = BatchesAtATime;
        endpoint.ConcurrentMessageLimit = BatchesAtATime;
        endpoint.UseMessageRetry(retry => retry.Interval(3, TimeSpan.FromMilliseconds(200)));

        endpoint.ConfigureConsumer<TaskEventsConsumer>(context);
        endpoint.ConfigureConsumer<RevocationConsumer>(context);
        endpoint.ConfigureConsumer<ManyRevocationsConsumer>(context);
        endpoint.ConfigureConsumer<RuleConsumer>(context);
    }

    /// <summary>The queue of messages that are to be sent later.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="context">Where the consumers are registered.</param>
    public static void ConfigureScheduler(IReceiveEndpointConfigurator endpoint, IRegistrationContext context)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        endpoint.ConfigureConsumeTopology = false;
        endpoint.PrefetchCount = SchedulesAtATime;
        endpoint.ConcurrentMessageLimit = SchedulesAtATime;
        endpoint.UseMessageRetry(retry => retry.Interval(3, TimeSpan.FromMilliseconds(200)));

        endpoint.ConfigureConsumer<ScheduleMessageConsumer>(context);
        endpoint.ConfigureConsumer<CancelScheduledMessageConsumer>(context);
    }

    /// <summary>The queue of requests for permits. One that fails is answered with a fault and not kept.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="context">Where the consumers are registered.</param>
    public static void ConfigureLimits(IReceiveEndpointConfigurator endpoint, IRegistrationContext context)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        endpoint.ConfigureConsumeTopology = false;
        endpoint.PrefetchCount = PermitsAtATime;
        endpoint.ConcurrentMessageLimit = PermitsAtATime;
        endpoint.DiscardFaultedMessages();

        endpoint.ConfigureConsumer<GetPermitsConsumer>(context);
    }

    /// <summary>The queue of queries. A question that fails is answered with a fault and not kept.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="context">Where the consumers are registered.</param>
    public static void ConfigureQueries(IReceiveEndpointConfigurator endpoint, IRegistrationContext context)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        endpoint.ConfigureConsumeTopology = false;
        endpoint.PrefetchCount = WaitsAtATime;
        endpoint.ConcurrentMessageLimit = WaitsAtATime;
        endpoint.DiscardFaultedMessages();

        endpoint.ConfigureConsumer<WaitForTaskConsumer>(context);
        endpoint.ConfigureConsumer<GetTaskStatusConsumer>(
            context, consumer => consumer.ConcurrentMessageLimit = QueriesAtATime);
        endpoint.ConfigureConsumer<ListTasksConsumer>(
            context, consumer => consumer.ConcurrentMessageLimit = SearchesAtATime);
        endpoint.ConfigureConsumer<CountTasksConsumer>(
            context, consumer => consumer.ConcurrentMessageLimit = SearchesAtATime);
        endpoint.ConfigureConsumer<GetBacklogConsumer>(
            context, consumer => consumer.ConcurrentMessageLimit = SearchesAtATime);
        endpoint.ConfigureConsumer<ListScheduledConsumer>(
            context, consumer => consumer.ConcurrentMessageLimit = SearchesAtATime);
        endpoint.ConfigureConsumer<CountScheduledConsumer>(
            context, consumer => consumer.ConcurrentMessageLimit = SearchesAtATime);
        endpoint.ConfigureConsumer<GetRevokedTasksConsumer>(
            context, consumer => consumer.ConcurrentMessageLimit = QueriesAtATime);
        endpoint.ConfigureSchedules(context);
        endpoint.ConfigureWorkers(context);
        endpoint.ConfigureDeadLetters(context);
    }
}
