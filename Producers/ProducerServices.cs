using MassTransit;
using Messaging.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Messaging.Producers;

/// <summary>Registers the client.</summary>
internal static class ProducerServices
{
    /// <summary>
    /// Adds <see cref="ITaskClient"/> and what it is made of. The host supplies the bus, <see
    /// cref="IBrokerConnection"/>,
    /// <see cref="TaskRoutes"/> and <see cref="ProducerOptions"/>.
    /// </summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddTaskClient(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ReplyQueue>();
        services.TryAddSingleton<PublishRetry>();
        services.TryAddSingleton<TrackerQueries>();
        services.TryAddSingleton<TaskRevocations>();
        services.TryAddSingleton<ITaskFailures, RemoteFailures>();
        services.TryAddSingleton<TaskFollower>();
        services.TryAddSingleton<TaskLists>();
        services.TryAddSingleton<TaskQueues>();
        services.TryAddSingleton<TaskSendObservers>();
        services.TryAddSingleton<TaskSender>();
        services.TryAddSingleton<ITaskClient, TaskClient>();
        services.TryAddSingleton<IDeadLetters, DeadLetters>();
        services.TryAddSingleton<Schedules>();
        services.TryAddSingleton<IWorkers, WorkerDirectory>();
        services.TryAddSingleton<ControlReplies>();
        services.TryAddSingleton<WorkerRequests>();
        services.TryAddSingleton<IWorkerControl, WorkerControl>();
        services.TryAddSingleton<ISchedules>(provider => provider.GetRequiredService<Schedules>());
        services.TryAddSingleton(provider => new TaskEventBuffer(
            provider.GetRequiredService<IBus>(),
            provider.GetRequiredService<IBrokerConnection>().QueueAddress(
                provider.GetRequiredService<TaskRoutes>().WithPrefix(SystemQueues.Tracking)),
            provider.GetRequiredService<ProducerOptions>().EventBuffer,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<TaskEventBuffer>>()));
        return services;
    }
}
