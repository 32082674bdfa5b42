using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Messaging.Consumers;

/// <summary>Registers the worker.</summary>
internal static class ConsumerServices
{
    /// <summary>
    /// Adds what runs tasks. The host supplies <see cref="WorkerOptions"/>, <see cref="ITaskEventSink"/>,
    /// <see cref="ITaskPostponement"/>, <see cref="IErrorQueue"/>, <see cref="ITaskPast"/>, <see cref="IPermitSource"/>,
    /// <see cref="IWorkerQueues"/>, <see cref="IWorkerShutdown"/> and <see cref="IKeptSettings"/>.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="registry">The tasks that are run.</param>
    public static IServiceCollection AddTaskWorker(this IServiceCollection services, TaskRegistry registry)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(registry);
        services.TryAddSingleton<WorkerSlots>();
        services.AddTaskPools();
        services.TryAddSingleton<RevocationList>();
        services.TryAddSingleton<DetachedRuns>();
        services.TryAddSingleton<HeldTasks>();
        services.TryAddSingleton<TaskHold>();
        services.TryAddSingleton<TaskLimits>();
        services.TryAddSingleton<TaskObservers>();
        services.TryAddSingleton<WorkerTasks>();
        services.TryAddSingleton<QueueGate>();
        services.TryAddSingleton<WorkerServices>();
        AddRemoteControl(services);
        services.TryAddSingleton(provider => new WorkerEndpoint(
            registry,
            provider.GetRequiredService<WorkerOptions>(),
            provider.GetRequiredService<WorkerServices>()));
        return services;
    }

    private static void AddRemoteControl(IServiceCollection services)
    {
        services.TryAddSingleton(provider => new WorkerPulse(
            provider.GetRequiredService<WorkerOptions>(),
            provider.GetRequiredService<WorkerTasks>(),
            provider.GetRequiredService<IWorkerQueues>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<WorkerPool>()));
        services.TryAddSingleton<WorkerQuestions>();
        services.TryAddSingleton(provider => new WorkerChanges(
            provider.GetRequiredService<TaskRegistry>(),
            provider.GetRequiredService<IWorkerQueues>(),
            provider.GetRequiredService<IWorkerShutdown>(),
            provider.GetRequiredService<IKeptSettings>(),
            provider.GetRequiredService<WorkerPool>(),
            provider.GetRequiredService<TaskLimits>()));
        services.TryAddSingleton<WorkerCommands>();
        services.TryAddSingleton<RecentRequests>();
    }

    /// <summary>Adds the consumers to MassTransit.</summary>
    /// <param name="massTransit">MassTransit's registration.</param>
    /// <param name="services">The services.</param>
    /// <param name="registry">The tasks that are run.</param>
    public static void AddTaskConsumers(
        this IRegistrationConfigurator massTransit, IServiceCollection services, TaskRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        foreach (var registration in registry.Registrations)
            registration.AddTo(services, massTransit);

        foreach (var consumer in ControlConsumers.All)
            consumer.Register(massTransit);
    }
}
