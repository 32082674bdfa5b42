using MassTransit;
using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Producers;
using Messaging.StateMachines;

namespace Messaging.Hosting;

/// <summary>The receive endpoints of this process, by its roles.</summary>
internal sealed class BusEndpoints(
    ActiveRoles roles,
    QueueNames queues,
    IBroker broker,
    WorkerEndpoint worker,
    ReplyQueue replies,
    ControlReplies controlReplies,
    DeadLetterConnections deadLetters,
    TimeProvider clock)
{
    public void Configure(IBusRegistrationContext context, IBusFactoryConfigurator bus)
    {
        bus.ConfigureJsonSerializerOptions(json =>
        {
            json.WriteIndented = false;
            // Senders in other languages need not write the kind of an event first.
            json.AllowOutOfOrderMetadataProperties = true;
            return json;
        });
        var serializer = new EnvelopeSerializer(clock);
        bus.AddSerializer(serializer);
        bus.AddDeserializer(serializer, isDefault: true);

        // Published events are subscribed to by their own type. What they have in common cannot be read by itself.
        bus.Publish<TaskEvent>(topology => topology.Exclude = true);
        bus.Publish<TaskRunEvent>(topology => topology.Exclude = true);

        ControlTopics.Configure(bus, queues.Prefix);

        // MassTransit's own API in consumers: ScheduleSend and the like.
        bus.UseMessageScheduler(broker.QueueAddress(queues.Scheduler));

        AddReplies(bus);
        if (roles.IsWorker)
            AddWorker(context, bus);
        if (roles.IsTracker)
            AddTracker(context, bus);
    }

    private void AddReplies(IBusFactoryConfigurator bus) =>
        bus.ReceiveEndpoint(new TemporaryQueue(queues.Replies, subscribe: false), null, endpoint =>
        {
            endpoint.DiscardSkippedMessages();
            endpoint.DiscardFaultedMessages();
            endpoint.Handler<TaskReply>(replies.Answer);
            endpoint.Handler<TaskStatus>(replies.Answer);
            endpoint.Handler<TaskPage>(replies.Answer);
            endpoint.Handler<TaskCounts>(replies.Answer);
            endpoint.Handler<TaskBacklog>(replies.Answer);
            endpoint.Handler<ScheduledPage>(replies.Answer);
            endpoint.Handler<ScheduledCounts>(replies.Answer);
            endpoint.Handler<RevokedTasks>(replies.Answer);
            endpoint.Handler<Permits>(replies.Answer);
            endpoint.Handler<Fault<GetPermits>>(replies.Answer);
            endpoint.Handler<Fault<GetTaskStatus>>(replies.Answer);
            endpoint.Handler<Fault<WaitForTask>>(replies.Answer);
            endpoint.Handler<Fault<ListTasks>>(replies.Answer);
            endpoint.Handler<Fault<CountTasks>>(replies.Answer);
            endpoint.Handler<Fault<GetBacklog>>(replies.Answer);
            endpoint.Handler<Fault<ListScheduled>>(replies.Answer);
            endpoint.Handler<Fault<CountScheduled>>(replies.Answer);
            endpoint.Handler<Fault<GetRevokedTasks>>(replies.Answer);
            AddScheduleReplies(endpoint);
            AddWorkerReplies(endpoint);
            AddDeadLetterReplies(endpoint);
        });

    private void AddScheduleReplies(IReceiveEndpointConfigurator endpoint)
    {
        endpoint.Handler<ScheduleStatus>(replies.Answer);
        endpoint.Handler<SchedulePage>(replies.Answer);
        endpoint.Handler<Fault<PutSchedule>>(replies.Answer);
        endpoint.Handler<Fault<GetSchedule>>(replies.Answer);
        endpoint.Handler<Fault<ListSchedules>>(replies.Answer);
        endpoint.Handler<Fault<PauseSchedule>>(replies.Answer);
        endpoint.Handler<Fault<ResumeSchedule>>(replies.Answer);
        endpoint.Handler<Fault<DeleteSchedule>>(replies.Answer);
        endpoint.Handler<Fault<RunSchedule>>(replies.Answer);
    }

    private void AddWorkerReplies(IReceiveEndpointConfigurator endpoint)
    {
        endpoint.Handler<WorkerReply>(controlReplies.Answer);
        endpoint.Handler<WorkerList>(replies.Answer);
        endpoint.Handler<WorkerSettings>(replies.Answer);
        endpoint.Handler<WorkerSettingKept>(replies.Answer);
        endpoint.Handler<Fault<ListWorkers>>(replies.Answer);
        endpoint.Handler<Fault<GetWorkerSettings>>(replies.Answer);
        endpoint.Handler<Fault<PutWorkerSetting>>(replies.Answer);
    }

    private void AddDeadLetterReplies(IReceiveEndpointConfigurator endpoint)
    {
        endpoint.Handler<DeadLetterPage>(replies.Answer);
        endpoint.Handler<DeadLetterCount>(replies.Answer);
        endpoint.Handler<DeadLetterDetails>(replies.Answer);
        endpoint.Handler<ReplayStatus>(replies.Answer);
        endpoint.Handler<Fault<ListDeadLetters>>(replies.Answer);
        endpoint.Handler<Fault<CountDeadLetters>>(replies.Answer);
        endpoint.Handler<Fault<GetDeadLetter>>(replies.Answer);
        endpoint.Handler<Fault<ReplayDeadLetters>>(replies.Answer);
        endpoint.Handler<Fault<GetReplay>>(replies.Answer);
        endpoint.Handler<Fault<DiscardDeadLetters>>(replies.Answer);
    }

    private void AddWorker(IBusRegistrationContext context, IBusFactoryConfigurator bus)
    {
        foreach (var queue in queues.Tasks)
        {
            bus.ReceiveEndpoint(queue, endpoint =>
            {
                broker.ConfigureQueue(endpoint);
                worker.Configure(endpoint, context);
            });
        }

        bus.ReceiveEndpoint(new TemporaryQueue(queues.Control, subscribe: true), null, endpoint =>
        {
            // Nobody would look for them: the queue ends with this worker.
            endpoint.DiscardSkippedMessages();
            endpoint.DiscardFaultedMessages();
            foreach (var consumer in ControlConsumers.All)
                consumer.Configure(endpoint, context);
        });
    }

    private void AddTracker(IBusRegistrationContext context, IBusFactoryConfigurator bus)
    {
        bus.ReceiveEndpoint(queues.Tracking, endpoint =>
        {
            broker.ConfigureQueue(endpoint);
            TrackerEndpoints.ConfigureTracking(endpoint, context);
        });
        bus.ReceiveEndpoint(queues.Scheduler, endpoint =>
        {
            broker.ConfigureQueue(endpoint);
            TrackerEndpoints.ConfigureScheduler(endpoint, context);
        });
        bus.ReceiveEndpoint(queues.Limits, endpoint =>
        {
            broker.ConfigureQuestions(endpoint);
            TrackerEndpoints.ConfigureLimits(endpoint, context);
        });
        bus.ReceiveEndpoint(queues.Workers, endpoint =>
        {
            broker.ConfigureQueue(endpoint);
            WorkerRegistryServices.ConfigureHeartbeats(endpoint, context);
        });
        bus.ReceiveEndpoint(queues.Queries, endpoint =>
        {
            broker.ConfigureQuestions(endpoint);
            TrackerEndpoints.ConfigureQueries(endpoint, context);
        });

        // A queue in memory keeps nothing while nobody reads it, so these are read before the first failure.
        if (roles.IsWorker && broker is InMemoryBroker)
            deadLetters.Add(bus, queues.Tasks);
    }
}
