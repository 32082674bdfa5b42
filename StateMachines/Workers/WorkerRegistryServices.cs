using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines;

/// <summary>Registers what a tracker has of workers.</summary>
internal static class WorkerRegistryServices
{
    private const int QuestionsAtATime = 16;
    private const int HeartbeatsAtATime = 256;

    /// <summary>
    /// Adds what follows workers. The host supplies an <see cref="IWorkerStore"/>, an <see cref="IWorkerSettingStore"/>
    /// and any number of <see cref="IWorkerLoss"/>.
    /// </summary>
    public static void AddWorkerRegistry(this IServiceCollection services)
    {
        services.TryAddSingleton(new WorkerTimes());
        services.TryAddSingleton(provider => new WorkerWatch(
            provider.GetRequiredService<IWorkerStore>(),
            provider.GetServices<IWorkerLoss>(),
            provider.GetRequiredService<WorkerTimes>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<WorkerWatch>>()));
    }

    /// <summary>Adds the consumers to MassTransit.</summary>
    public static void AddWorkerConsumers(this IRegistrationConfigurator massTransit)
    {
        massTransit.AddConsumer<WorkerHeartbeatConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddConsumer<TrackerHeartbeatConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddConsumer<ListWorkersConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddConsumer<PutWorkerSettingConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddConsumer<GetWorkerSettingsConsumer>().ExcludeFromConfigureEndpoints();
    }

    /// <summary>The queue of heartbeats. What cannot be read is of no use to anybody.</summary>
    public static void ConfigureHeartbeats(IReceiveEndpointConfigurator endpoint, IRegistrationContext context)
    {
        endpoint.ConfigureConsumeTopology = false;
        endpoint.PrefetchCount = HeartbeatsAtATime;
        endpoint.ConcurrentMessageLimit = HeartbeatsAtATime;
        endpoint.DiscardFaultedMessages();
        endpoint.DiscardSkippedMessages();

        endpoint.ConfigureConsumer<WorkerHeartbeatConsumer>(context);
        endpoint.ConfigureConsumer<TrackerHeartbeatConsumer>(context);
    }

    /// <summary>Adds the consumers to the queue of queries.</summary>
    public static void ConfigureWorkers(this IReceiveEndpointConfigurator endpoint, IRegistrationContext context)
    {
        endpoint.ConfigureConsumer<ListWorkersConsumer>(context, Limit);
        endpoint.ConfigureConsumer<PutWorkerSettingConsumer>(context, Limit);
        endpoint.ConfigureConsumer<GetWorkerSettingsConsumer>(context, Limit);

        static void Limit<TConsumer>(IConsumerConfigurator<TConsumer> consumer)
            where TConsumer : class =>
            consumer.ConcurrentMessageLimit = QuestionsAtATime;
    }
}
