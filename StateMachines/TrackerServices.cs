using MassTransit;
using Messaging.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines;

/// <summary>Registers the tracker.</summary>
internal static class TrackerServices
{
    private const string Scheduling = "scheduling";

    /// <summary>
    /// Adds what tracks tasks and sends scheduled messages. The host supplies the bus, <see cref="TrackerStores"/> with
    /// each store in it, and an <see cref="IScheduledMessageSender"/>.
    /// </summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddTaskTracker(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => provider.GetRequiredService<TrackerStores>().Revocations);
        services.TryAddSingleton(new TaskExpiry());
        services.TryAddSingleton(new PayloadLimit(PayloadLimit.Default));
        services.TryAddSingleton<TaskStateMachine>();
        services.TryAddSingleton(provider => new WaiterReplies(
            provider.GetRequiredService<IBus>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<WaiterReplies>>()));
        services.TryAddSingleton(PublishedStates.None);
        services.TryAddSingleton(provider => new StatePublisher(
            provider.GetRequiredService<IBus>(),
            provider.GetRequiredService<PublishedStates>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<StatePublisher>>()));
        services.TryAddSingleton(provider => new TaskTracker(
            provider.GetRequiredService<ITaskStore>(),
            provider.GetRequiredService<TaskStateMachine>(),
            provider.GetRequiredService<WaiterReplies>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<TaskTracker>>(),
            TaskTracker.DefaultLanes,
            provider.GetRequiredService<StatePublisher>()));
        services.AddSingleton<IWorkerLoss, LostTasks>();
        services.AddSchedules();
        services.AddWorkerRegistry();
        services.AddDeadLetters();
        services.TryAddSingleton(provider => new TaskRetention(
            provider.GetRequiredService<TrackerStores>(),
            provider.GetRequiredService<TaskExpiry>(),
            provider.GetRequiredService<TimeProvider>(),
            Random.Shared,
            provider.GetRequiredService<ILogger<TaskRetention>>()));
        AddScheduler(services);
        services.TryAddSingleton<LimitKeeper>();
        services.TryAddSingleton<RevocationPages>();
        return services;
    }

    private static void AddScheduler(IServiceCollection services)
    {
        services.TryAddSingleton<DueSignal>();
        services.TryAddSingleton<ScheduleDispatcher>();
        services.TryAddKeyedSingleton(Scheduling, (provider, _) =>
        {
            var logger = provider.GetRequiredService<ILogger<MessageSchedule>>();
            return new StoreAvailability(
                provider.GetRequiredService<TimeProvider>(),
                reason => SchedulerLog.ScheduleStandsStill(logger, reason),
                () => SchedulerLog.ScheduleGoesOn(logger));
        });
        services.TryAddSingleton(provider => new ScheduledRevocations(
            provider.GetRequiredService<IScheduledMessageStore>(),
            provider.GetRequiredKeyedService<StoreAvailability>(Scheduling),
            provider.GetRequiredService<TaskTracker>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new MessageSchedule(
            provider.GetRequiredService<TrackerStores>(),
            provider.GetRequiredKeyedService<StoreAvailability>(Scheduling),
            provider.GetRequiredService<ScheduledRevocations>(),
            provider.GetRequiredService<DueSignal>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new RevocationNotice(
            provider.GetRequiredService<IBus>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RevocationNotice>>()));
        services.TryAddSingleton(provider => new RuleKeeper(
            provider.GetRequiredService<TrackerStores>(),
            provider.GetRequiredService<TaskExpiry>(),
            provider.GetRequiredKeyedService<StoreAvailability>(Scheduling),
            provider.GetRequiredService<TaskTracker>(),
            provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Adds the tracker's consumers to MassTransit.</summary>
    /// <param name="massTransit">MassTransit's registration.</param>
    public static void AddTrackerConsumers(this IRegistrationConfigurator massTransit)
    {
        massTransit.AddConsumer<TaskEventsConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddConsumer<RevocationConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddConsumer<ManyRevocationsConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddConsumer<RuleConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddConsumer<ScheduleMessageConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddConsumer<CancelScheduledMessageConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddConsumer<WaitForTaskConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddConsumer<GetTaskStatusConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddConsumer<ListTasksConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddConsumer<CountTasksConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddConsumer<GetBacklogConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddConsumer<ListScheduledConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddConsumer<CountScheduledConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddConsumer<GetRevokedTasksConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddConsumer<GetPermitsConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddScheduleConsumers();
        massTransit.AddWorkerConsumers();
        massTransit.AddDeadLetterConsumers();
    }
}
