using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Consumers;

/// <summary>One kind of task that a worker runs, and by which consumer.</summary>
internal abstract class TaskRegistration
{
    private protected TaskRegistration(string name, Type taskType, Type consumerType, TaskPolicy policy)
    {
        Name = name;
        TaskType = taskType;
        ConsumerType = consumerType;
        Policy = policy;
    }

    /// <summary>The task's name.</summary>
    public string Name { get; }

    /// <summary>The task's contract.</summary>
    public Type TaskType { get; }

    /// <summary>The consumer.</summary>
    public Type ConsumerType { get; }

    /// <summary>How it is run, configuration included.</summary>
    public TaskPolicy Policy { get; internal set; }

    /// <summary>Registers the consumer.</summary>
    internal abstract void AddTo(IServiceCollection services, IRegistrationConfigurator massTransit);

    /// <summary>Connects the consumer and its pipeline to a queue.</summary>
    internal abstract void Connect(
        IReceiveEndpointConfigurator endpoint, IRegistrationContext context, WorkerServices worker);
}
