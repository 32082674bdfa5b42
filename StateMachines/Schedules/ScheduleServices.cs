using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Messaging.StateMachines;

/// <summary>Registers what a tracker has of schedules.</summary>
internal static class ScheduleServices
{
    private const int QuestionsAtATime = 16;

    /// <summary>
    /// Adds what runs schedules. The host supplies an <see cref="IScheduleStore"/> and an <see cref="IRunSender"/>.
    /// </summary>
    public static void AddSchedules(this IServiceCollection services)
    {
        services.TryAddSingleton<Wake<ScheduleRunner>>();
        services.TryAddSingleton<RequestedRuns>();
        services.TryAddSingleton(provider => new ScheduleRunner(
            provider.GetRequiredService<IScheduleStore>(),
            provider.GetRequiredService<ITaskStore>(),
            provider.GetRequiredService<IRunSender>(),
            provider.GetRequiredService<Wake<ScheduleRunner>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ScheduleRunner>>()));
    }

    /// <summary>Adds the consumers to MassTransit.</summary>
    public static void AddScheduleConsumers(this IRegistrationConfigurator massTransit)
    {
        massTransit.AddConsumer<PutScheduleConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddConsumer<GetScheduleConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddConsumer<ListSchedulesConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddConsumer<PauseScheduleConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddConsumer<ResumeScheduleConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddConsumer<DeleteScheduleConsumer>().ExcludeFromConfigureEndpoints();
        massTransit.AddConsumer<RunScheduleConsumer>().ExcludeFromConfigureEndpoints();
    }

    /// <summary>Adds the consumers to the queue of queries.</summary>
    public static void ConfigureSchedules(this IReceiveEndpointConfigurator endpoint, IRegistrationContext context)
    {
        endpoint.ConfigureConsumer<PutScheduleConsumer>(context, Limit);
        endpoint.ConfigureConsumer<GetScheduleConsumer>(context, Limit);
        endpoint.ConfigureConsumer<ListSchedulesConsumer>(context, Limit);
        endpoint.ConfigureConsumer<PauseScheduleConsumer>(context, Limit);
        endpoint.ConfigureConsumer<ResumeScheduleConsumer>(context, Limit);
        endpoint.ConfigureConsumer<DeleteScheduleConsumer>(context, Limit);
        endpoint.ConfigureConsumer<RunScheduleConsumer>(context, Limit);

        static void Limit<TConsumer>(IConsumerConfigurator<TConsumer> consumer)
            where TConsumer : class =>
            consumer.ConcurrentMessageLimit = QuestionsAtATime;
    }
}
