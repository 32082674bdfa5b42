using MassTransit;
using Messaging.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Consumers;

/// <summary>One kind of task that a worker runs, and by which consumer.</summary>
internal abstract class TaskRegistration
{
    private readonly TaskSettings? onContract;
    private readonly TaskSettings? onConsumer;
    private readonly TaskPolicyBuilder code;
    private (TimeSpan? Soft, TimeSpan? Hard) ownLimits;

    private protected TaskRegistration(Type taskType, Type consumerType, TaskPolicyBuilder code)
    {
        Name = TaskNames.Of(taskType);
        TaskType = taskType;
        ConsumerType = consumerType;
        this.code = code;
        onContract = PolicyAttributes.Of(taskType);
        onConsumer = PolicyAttributes.Of(consumerType);
        Policy = PolicyOver(new TaskPolicy(), own: null);
        ownLimits = (Policy.SoftTimeLimit, Policy.TimeLimit);
    }

    /// <summary>The task's name.</summary>
    public string Name { get; }

    /// <summary>The task's contract.</summary>
    public Type TaskType { get; }

    /// <summary>The consumer.</summary>
    public Type ConsumerType { get; }

    /// <summary>How it is run, base policy and configuration included.</summary>
    public TaskPolicy Policy { get; private set; }

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

    /// <summary>Puts what is said of this kind of task over the base policy, the configuration last.</summary>
    internal void Resolve(TaskPolicy basePolicy, TaskSettings? own)
    {
        Policy = PolicyOver(basePolicy, own);
        ownLimits = (Policy.SoftTimeLimit, Policy.TimeLimit);
    }

    /// <summary>Changes the time limits from the next run on.</summary>
    internal void SetTimeLimits(TimeSpan? soft, TimeSpan? hard) =>
        Policy = Policy with { SoftTimeLimit = soft, TimeLimit = hard };

    /// <summary>Goes back to the time limits that the policy had to begin with.</summary>
    internal void TakeBackTimeLimits() => SetTimeLimits(ownLimits.Soft, ownLimits.Hard);

    /// <summary>Registers the consumer.</summary>
    internal abstract void AddTo(IServiceCollection services, IRegistrationConfigurator massTransit);

    /// <summary>Connects the consumer and its pipeline to a queue.</summary>
    internal abstract void Connect(
        IReceiveEndpointConfigurator endpoint, IRegistrationContext context, WorkerServices worker);

    /// <summary>Calls the consumer in a child process, without the filters, which its worker has; the result as JSON.</summary>
    internal abstract Task<string?> RunInChild(
        ConsumeContext context, Func<ConsumeContext, TaskExecution> begin, IServiceProvider services);

    private TaskPolicy PolicyOver(TaskPolicy basePolicy, TaskSettings? own)
    {
        var policy = onContract?.Over(basePolicy) ?? basePolicy;
        policy = code.Over(onConsumer?.Over(policy) ?? policy);
        return own?.Over(policy) ?? policy;
    }
}
