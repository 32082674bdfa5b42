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

    /// <summary>Whether the consumer returns a result.</summary>
    internal abstract bool ReturnsResult { get; }

    /// <summary>The consumer's own callbacks; <c>null</c> if it has none.</summary>
    internal abstract ITaskObserver? Callbacks(WorkerServices worker);

    /// <summary>Who watches such tasks in a worker; <c>null</c> if nobody does.</summary>
    internal Func<IReadOnlyList<ITaskObserver>>? ObserversIn(WorkerServices worker)
    {
        if (Callbacks(worker) is { } callbacks)
            return () => [.. worker.Observers.All, callbacks];

        return worker.Observers.IsEmpty ? null : () => worker.Observers.All;
    }

    /// <summary>Registers the consumer.</summary>
    internal abstract void AddTo(IServiceCollection services, IRegistrationConfigurator massTransit);

    /// <summary>Connects the consumer and its pipeline to a queue.</summary>
    internal abstract void Connect(
        IReceiveEndpointConfigurator endpoint, IRegistrationContext context, WorkerServices worker);
}
