using MassTransit;
using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Hosting;
using Messaging.Producers;
using Messaging.StateMachines;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts Messaging into a host.</summary>
public static class MessagingServices
{
    /// <summary>
    /// Adds producers, workers and trackers, by the section <c>Messaging</c> of the configuration. Without any
    /// configuration everything is in memory and in this process. Every setting is validated when the host starts; the
    /// error names each mistake with key, value, range and fix.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The application's configuration (its root, not the section).</param>
    /// <param name="configure">Registers tasks and says what else is said in code.</param>
    /// <exception cref="ArgumentException">A registered class is no consumer.</exception>
    public static IServiceCollection AddMessaging(
        this IServiceCollection services, IConfiguration configuration, Action<IMessagingBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);

        var builder = new MessagingBuilder(services);
        configure?.Invoke(builder);

        AddOptions(services, configuration, builder);
        AddPorts(services, builder);
        services.AddTaskClient();
        services.AddTaskWorker(builder.Registry);
        services.AddTaskTracker();
        services.AddHostedService<ObserverStart>();
        services.AddHostedService<StoreStart>();
        services.AddHostedService<PoolLifetime>();
        AddBus(services, builder);
        services.AddHostedService<MessagingLifetime>();
        AddWorkerLife(services);
        services.AddHostedService<RetentionLifetime>();
        services.AddHostedService<SchedulerLifetime>();
        services.AddHostedService<DeadLetterLifetime>();
        AddSchedules(services, builder);
        services.AddHealthChecks()
            .AddCheck<TaskStoreHealth>("messaging-store", tags: ["ready", "messaging"])
            .AddCheck<WorkerQueuesHealth>("messaging-queues", tags: ["ready", "messaging"]);
        if (ChildAddress.Socket is not null)
            services.AddChildProcess();

        return services;
    }

    private static void AddOptions(IServiceCollection services, IConfiguration configuration, MessagingBuilder builder)
    {
        services.AddOptions<MessagingOptions>().ValidateOnStart();
        services.AddSingleton<IConfigureOptions<MessagingOptions>>(new OptionsFromConfiguration(configuration));
        services.AddSingleton<IValidateOptions<MessagingOptions>>(
            new OptionsRules(configuration, builder.Brokers, builder.Stores, builder.Registry));
        services.AddSingleton<IValidateOptions<MessagingOptions>>(new PoolRules());
        services.AddSingleton(provider => Options(provider).Producer);
        services.AddSingleton(provider => Options(provider).Worker);
        services.AddSingleton(provider => PublishedStates.Named(Options(provider).Tracking.Publish));
        services.AddSingleton(provider => new PayloadLimit(Options(provider).Tracking.MaxPayloadBytes));
        services.AddSingleton(provider => new TaskExpiry
        {
            Results = Options(provider).Tracking.ResultExpiry,
            Failures = Options(provider).Tracking.FailureExpiry,
        });

        services.AddSingleton(provider => new WorkerTimes
        {
            Grace = Options(provider).Tracking.WorkerGrace,
            Expiry = Options(provider).Tracking.WorkerExpiry,
        });
        services.AddSingleton(provider => new DeadLetterSettings(
            Options(provider).Tracking.DeadLetters == DeadLetterHandling.Keep, Options(provider).Prefix));

        services.AddOptions<MassTransitHostOptions>().Configure<IOptions<MessagingOptions>>((massTransit, options) =>
        {
            // In memory, what is sent to a queue that is not there yet is lost.
            massTransit.WaitUntilStarted |= options.Value.Broker.StartsWith("memory:", StringComparison.OrdinalIgnoreCase);
            massTransit.ConsumerStopTimeout = options.Value.Worker.StopTimeout;
            massTransit.StopTimeout = options.Value.Worker.StopTimeout + MessagingLifetime.StopMargin;
        });
    }

    private static void AddPorts(IServiceCollection services, MessagingBuilder builder)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => builder.Brokers.Create(Options(provider).Broker));
        services.AddSingleton<IBrokerConnection>(provider => provider.GetRequiredService<IBroker>());
        services.AddSingleton(provider => builder.Stores.Open(
            Options(provider).Tracking.Store ?? TaskStoreProviders.Default, Options(provider).Prefix));
        services.AddSingleton(provider => provider.GetRequiredService<TrackerStores>().Tasks);
        services.AddSingleton(provider => provider.GetRequiredService<TrackerStores>().ScheduledMessages);
        services.AddSingleton(provider => provider.GetRequiredService<TrackerStores>().Schedules);
        services.AddSingleton(provider => provider.GetRequiredService<TrackerStores>().Revocations);
        services.AddSingleton(provider => provider.GetRequiredService<TrackerStores>().Workers);
        services.AddSingleton(provider => provider.GetRequiredService<TrackerStores>().WorkerSettings);
        services.AddSingleton(provider => provider.GetRequiredService<TrackerStores>().DeadLetters);
        services.AddSingleton(provider => new TaskRoutes(
            Options(provider).Routes.AsReadOnly(), builder.Routes, Options(provider).Prefix));
        services.AddSingleton(new SendPolicies(contract => SendPolicyOf(builder.Registry.PolicyOf(contract))));
        services.AddSingleton<ITaskEventSink, EventSink>();
        services.AddSingleton<ITaskPostponement, TaskPostponement>();
        services.AddSingleton<IErrorQueue, ErrorQueue>();
        services.AddSingleton<ITaskPast, TrackedPast>();
        services.AddSingleton<IPermitSource, PermitSource>();
        services.AddSingleton<StoredMessageSender>();
        services.AddSingleton<IScheduledMessageSender, ScheduledMessageSender>();
        services.AddSingleton<IReplaySender, ReplaySender>();
        services.AddSingleton<ActiveRoles>();
        services.AddSingleton<QueueNames>();
        services.AddSingleton<BusEndpoints>();
        services.AddSingleton<DeadLetterConnections>();
        services.AddSingleton<IReceiveEndpointObserver, EndpointWatch>();
        services.AddSingleton<ReadyEndpoints>();
        services.AddSingleton<IReceiveEndpointObserver>(provider => provider.GetRequiredService<ReadyEndpoints>());
        // In the place of MassTransit's, which comes later.
        services.AddSingleton<IBusDepot, BusStarts>();
    }

    private static void AddWorkerLife(IServiceCollection services)
    {
        services.AddSingleton<QueueClosing>();
        services.AddSingleton<WorkerQueues>();
        services.AddSingleton<IWorkerQueues>(provider => provider.GetRequiredService<WorkerQueues>());
        services.AddSingleton<IWorkerShutdown, WorkerShutdown>();
        services.AddSingleton<KeptSettings>();
        services.AddSingleton<IKeptSettings>(provider => provider.GetRequiredService<KeptSettings>());
        services.AddSingleton<WorkerHeartbeats>();
        services.AddHostedService(provider => provider.GetRequiredService<WorkerHeartbeats>());
        services.AddHostedService<StopSignals>();
        services.AddHostedService<WorkerWatchLifetime>();
    }

    private static void AddSchedules(IServiceCollection services, MessagingBuilder builder)
    {
        services.AddSingleton<IReadOnlyList<PeriodicTask>>(builder.PeriodicTasks);
        services.AddSingleton<IValidateOptions<MessagingOptions>>(new PeriodicTaskRules(builder.PeriodicTasks));
        services.AddSingleton<IRunSender, RunSender>();
        services.AddHostedService<ScheduleLifetime>();
        services.AddHostedService<PeriodicTaskLifetime>();
    }

    private static void AddBus(IServiceCollection services, MessagingBuilder builder) =>
        services.AddMassTransit(massTransit =>
        {
            massTransit.DisableUsageTelemetry();
            massTransit.AddTaskConsumers(services, builder.Registry);
            massTransit.AddTrackerConsumers();
            massTransit.AddConfigureEndpointsCallback((context, _, endpoint) =>
                context.GetRequiredService<IBroker>().ConfigureQueue(endpoint));
            builder.MassTransit.ForEach(configure => configure(massTransit));
            massTransit.SetBusFactory(new BusFactory());
            // After what the application may have chosen for itself.
            services.TryAddScoped(MessageScheduler);
        });

    private static SendPolicy SendPolicyOf(TaskPolicy policy) =>
        new(policy.Queue, (byte?)policy.Priority, policy.ExpiresAfter);

    private static IMessageScheduler MessageScheduler(IServiceProvider provider) =>
        provider.GetRequiredService<ISendEndpointProvider>().CreateMessageScheduler(
            provider.GetRequiredService<IBus>().Topology,
            provider.GetRequiredService<IBroker>().QueueAddress(provider.GetRequiredService<QueueNames>().Scheduler));

    private static MessagingOptions Options(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<MessagingOptions>>().Value;
}
