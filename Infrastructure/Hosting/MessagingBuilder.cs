using System.Reflection;
using MassTransit;
using Messaging.Consumers;
using Messaging.Contracts;
using Messaging.Producers;
using Messaging.StateMachines;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Hosting;

/// <summary>Collects what is said in code.</summary>
internal sealed class MessagingBuilder(IServiceCollection services) : IMessagingBuilder
{
    public TaskRegistry Registry { get; } = new();

    public BrokerProviders Brokers { get; } = new();

    public TaskStoreProviders Stores { get; } = new();

    public List<Func<ITask, string?>> Routes { get; } = [];

    public List<PeriodicTask> PeriodicTasks { get; } = [];

    public List<Action<IBusRegistrationConfigurator>> MassTransit { get; } = [];

    public IMessagingBuilder AddTask<TConsumer>(Action<TaskPolicyBuilder>? configure = null)
        where TConsumer : class
    {
        Registry.Add(typeof(TConsumer), configure);
        return this;
    }

    public IMessagingBuilder AddTasksFrom(Assembly assembly)
    {
        Registry.AddFrom(assembly);
        return this;
    }

    public IMessagingBuilder ConfigureTasks(Action<TaskPolicyBuilder> configure)
    {
        Registry.ConfigureAll(configure);
        return this;
    }

    public IMessagingBuilder Route(Func<ITask, string?> route)
    {
        Routes.Add(route);
        return this;
    }

    public IMessagingBuilder AddPeriodicTask(
        string name, ITask task, Trigger trigger, ScheduleOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(trigger);
        PeriodicTasks.Add(new PeriodicTask(name, task, trigger, options ?? ScheduleOptions.Default));
        return this;
    }

    public IMessagingBuilder AddObserver<TObserver>()
        where TObserver : class
    {
        Observers.Add(services, typeof(TObserver));
        return this;
    }

    public IMessagingBuilder Configure(Action<MessagingOptions> configure)
    {
        services.PostConfigure(configure);
        return this;
    }

    public IMessagingBuilder AddBroker(IBrokerProvider provider)
    {
        Brokers.Add(provider);
        return this;
    }

    public IMessagingBuilder AddStore(ITaskStoreProvider provider)
    {
        Stores.Add(provider);
        return this;
    }

    public IMessagingBuilder ConfigureMassTransit(Action<IBusRegistrationConfigurator> configure)
    {
        MassTransit.Add(configure);
        return this;
    }
}
